import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsIdentity } from '../../../kit/aws';
import type { ServiceContext } from '../../../kit/context';
import type { Action, Execution } from '../model';

/** The principal that a pipeline's role must trust. */
export const CODEPIPELINE_PRINCIPAL = 'codepipeline.amazonaws.com';

/**
 * The session an action works with: the pipeline's role, or the action's own, which the pipeline's role assumes.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html
 */
export async function actionSession(
  context: ServiceContext,
  execution: Execution,
  action: Action,
): Promise<AwsIdentity> {
  const { structure, pipeline } = execution;
  const region = action.region ?? pipeline.region;
  const session = await context.aws.asRole(structure.roleArn, region, CODEPIPELINE_PRINCIPAL, pipeline.arn);
  if (!action.roleArn || action.roleArn === structure.roleArn) return session;
  const sts = new STSClient(session);
  const { Credentials: credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: action.roleArn, RoleSessionName: execution.id }),
  );
  if (!credentials?.AccessKeyId || !credentials.SecretAccessKey)
    throw new Error(`no session of ${action.roleArn}`);
  return {
    endpoint: session.endpoint,
    region,
    credentials: {
      accessKeyId: credentials.AccessKeyId,
      secretAccessKey: credentials.SecretAccessKey,
      sessionToken: credentials.SessionToken,
    },
  };
}
