import type { ApiCall } from '../../../kit/call';
import { collectPermissions } from '../../../authorization/permissions';
import { AwsError } from '../../../kit/aws-error';
import { SERVICES } from '../../../services';
import { startTestEndpoint, type TestEndpoint } from '../../../testing';
import type { Fake } from '../../../testing/fakes';
import type { RequiredPermission } from '../../../kit/permissions';

/** What each operation of the endpoint needs. */
export const permissions = collectPermissions(SERVICES);
/** Region and account of ARNs. */
export const AT = 'ap-northeast-1:111111111111';
export const KEY = `arn:aws:kms:${AT}:key/k`;
/** The role of whoever calls. */
export const ROLE = 'arn:aws:iam::111111111111:role/r';

/** Answers to lookups: one deployment, a task definition, secrets, and a bucket `encrypted` with a default key. */
const ANSWERS: Readonly<Record<string, Fake>> = {
  'codedeploy:GetDeployment': ({ deploymentId }) =>
    deploymentId === 'd-1'
      ? { deploymentInfo: { applicationName: 'app', deploymentGroupName: 'group' } }
      : refuse('DeploymentDoesNotExistException'),
  'ecs:DescribeTaskDefinition': ({ taskDefinition }) =>
    taskDefinition === 'web:3'
      ? { taskDefinition: { taskRoleArn: 'arn:aws:iam::111111111111:role/task' } }
      : refuse('ClientException'),
  'secretsmanager:DescribeSecret': ({ SecretId }) => ({
    ARN: `arn:aws:secretsmanager:${AT}:secret:${String(SecretId)}-AbCdEf`,
  }),
  'kms:DescribeKey': () => ({ KeyMetadata: { KeyId: 'k', Arn: KEY } }),
  'kms:GetKeyPolicy': () => ({ Policy: '{}' }),
  'kms:ListAliases': () => ({ Aliases: [{ AliasName: 'alias/a', TargetKeyId: 'k' }] }),
  's3:HeadObject': () => refuse('NoSuchKey'),
  's3:GetBucketEncryption': ({ Bucket }) =>
    Bucket === 'encrypted' ? { Document: ENCRYPTED } : refuse('NoSuchBucket'),
};

const ENCRYPTED = `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${KEY}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`;

function refuse(code: string): never {
  throw new AwsError(code, 'not found');
}

/** Starts an endpoint that answers lookups, for the tests of a file. */
export function requiredPermissions() {
  let endpoint: TestEndpoint;
  beforeAll(async () => {
    endpoint = await startTestEndpoint({ moto: '', fakes: Object.keys(ANSWERS) });
    for (const [operation, answer] of Object.entries(ANSWERS)) endpoint.answer(operation, answer);
  });
  afterAll(() => endpoint.close());

  /** What a call needs. */
  const requiredOf = async (apiCall: ApiCall): Promise<readonly RequiredPermission[]> =>
    (await permissions.ruleOf(apiCall)?.(apiCall, endpoint.context.lookup)) ?? [];
  /** Every action that a call needs, with its resource. */
  const needs = async (...request: Parameters<typeof call>): Promise<string[]> =>
    (await requiredOf(call(...request))).flatMap(({ action, resources }) =>
      resources.map((resource) => `${action} ${resource}`),
    );
  return { requiredOf, needs };
}

/** A call of `service:Operation`. */
export function call(name: string, input: object, headers: Record<string, string> = {}, body = ''): ApiCall {
  const [service = '', operation = ''] = name.split(':');
  const caller = { accessKeyId: 'k', accountId: '111111111111', arn: 'arn', roleArn: ROLE };
  const request = { method: 'POST', path: '/', headers: new Headers(headers), body: Buffer.from(body) };
  const context = { caller, region: 'ap-northeast-1', service };
  return { service, operation, protocol: 'json', input: { ...input }, context, request, requestId: 'r' };
}
