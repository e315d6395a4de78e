import { dirname, join } from 'node:path';
import type { ServiceContext } from '../../../kit/context';
import type { RunnableFunction } from '../functions/runnable-function';

/** The part of the endpoint that workers need. */
export type WorkerContext = Pick<
  ServiceContext,
  'aws' | 'clock' | 'closing' | 'folder' | 'log' | 'processes'
>;

/**
 * The whole environment of a function's process: what Lambda sets, the function's own variables, the credentials of its
 * role, and of the endpoint's own environment only PATH. Code that expects the AWS SDK in the runtime finds the
 * endpoint's copy: through NODE_PATH, or beside moto in Python.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 * @throws AwsError AccessDenied where the role does not trust `lambda.amazonaws.com`
 */
export async function workerEnvironment(
  context: WorkerContext,
  runnable: RunnableFunction,
): Promise<Record<string, string>> {
  const { region } = runnable.reference;
  const role = await context.aws.asRole(
    runnable.roleArn,
    region,
    'lambda.amazonaws.com',
    runnable.invokedArn,
  );
  return {
    PATH: process.env.PATH ?? '',
    ...(runnable.runtime.startsWith('nodejs') && { NODE_PATH: modulesFolder() }),
    ...(runnable.runtime.startsWith('python') && { PYTHONDONTWRITEBYTECODE: '1' }),
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...runnable.variables,
    _HANDLER: runnable.handler,
    LAMBDA_TASK_ROOT: runnable.folder,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runnable.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: runnable.reference.name,
    AWS_LAMBDA_FUNCTION_VERSION: runnable.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(runnable.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: runnable.logGroup,
    AWS_LAMBDA_LOG_FORMAT: runnable.logFormat,
    AWS_ENDPOINT_URL: role.endpoint,
    AWS_ACCESS_KEY_ID: role.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: role.credentials.secretAccessKey,
    ...(role.credentials.sessionToken && { AWS_SESSION_TOKEN: role.credentials.sessionToken }),
  };
}

function modulesFolder(): string {
  return join(dirname(require.resolve('@aws-sdk/client-s3/package.json')), '../..');
}
