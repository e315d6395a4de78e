import { CodeDeployClient, GetDeploymentCommand } from '@aws-sdk/client-codedeploy';
import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient, ListAliasesCommand } from '@aws-sdk/client-kms';
import { DescribeTaskDefinitionCommand, ECSClient } from '@aws-sdk/client-ecs';
import { GetBucketEncryptionCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Aws } from '../kit/aws';
import type { ApiCall } from '../endpoint/call';

/** A KMS key as far as deciding needs it. */
export interface KeyFacts {
  readonly arn: string;
  /** With the leading `alias/`. */
  readonly aliases: readonly string[];
  /** JSON. */
  readonly policy: string;
}

/** What the endpoint looks up, as itself, to know what a call is about. */
export interface Look {
  /** A key by id, ARN, alias name or alias ARN; where there is none, the ARN it would have, and no policy. */
  key(given: string, region: string, account: string): Promise<KeyFacts>;
  /** The key of a bucket's default encryption; undefined where that is not with a key of the customer's. */
  bucketKey(bucket: string): Promise<string | undefined>;
  /** The key an object was encrypted with. */
  objectKey(bucket: string, key: string, version: string): Promise<string | undefined>;
  /** `application/group` of a deployment; `*` where it does not exist. */
  deploymentGroup(deploymentId: string, call: ApiCall): Promise<string>;
  /** ARNs of the task and execution role of a task definition; none where it does not exist. */
  taskRoles(taskDefinition: string, call: ApiCall): Promise<readonly string[]>;
  /** The ARN of a secret that is given by name or ARN; where there is none, the one it would have. */
  secret(given: string, call: ApiCall): Promise<string>;
  /** To be called after every write to KMS and to the encryption of buckets. */
  forget(): void;
}

/**
 * @param aws calls the endpoint as itself
 * @param account whose credentials S3 is asked with
 */
export function createLook(aws: Pick<Aws, 'asService'>, account: string): Look {
  const s3 = (): S3Client => new S3Client({ ...aws.asService(account, 'us-east-1'), forcePathStyle: true });
  let remembered = new Map<string, Promise<unknown>>();
  const once = <T>(name: string, ask: () => Promise<T>): Promise<T> => {
    const known = remembered.get(name) as Promise<T> | undefined;
    if (known) return known;
    const asked = ask();
    remembered.set(name, asked);
    asked.catch(() => remembered.delete(name));
    return asked;
  };
  return {
    key: (given, region, owner) =>
      once(`key ${given} ${region} ${owner}`, () => readKey(aws, given, region, owner)),
    bucketKey: (bucket) => once(`bucket ${bucket}`, () => readBucketKey(s3(), bucket)),
    objectKey: (Bucket, Key, VersionId) => readObjectKey(s3(), Bucket, Key, VersionId),
    deploymentGroup: (id, { context }) =>
      readDeploymentGroup(new CodeDeployClient(aws.asService(context.caller.accountId, context.region)), id),
    taskRoles: (taskDefinition, { context }) =>
      readTaskRoles(new ECSClient(aws.asService(context.caller.accountId, context.region)), taskDefinition),
    secret: (given, { context }) =>
      readSecretArn(
        new SecretsManagerClient(aws.asService(context.caller.accountId, context.region)),
        given,
        `arn:aws:secretsmanager:${context.region}:${context.caller.accountId}:secret:${given}-??????`,
      ),
    forget: () => {
      remembered = new Map();
    },
  };
}

async function readKey(
  aws: Pick<Aws, 'asService'>,
  given: string,
  callRegion: string,
  callAccount: string,
): Promise<KeyFacts> {
  const [, , , inRegion, inAccount] = given.startsWith('arn:') ? given.split(':') : [];
  const region = inRegion || callRegion;
  const account = inAccount || callAccount;
  const kms = new KMSClient(aws.asService(account, region));
  const described = await kms.send(new DescribeKeyCommand({ KeyId: given })).catch(() => undefined);
  const KeyId = described?.KeyMetadata?.KeyId;
  if (!KeyId)
    return { arn: `arn:aws:kms:${region}:${account}:key/${given || '*'}`, aliases: [], policy: '{}' };
  const [{ Policy = '{}' }, { Aliases = [] }] = await Promise.all([
    kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' })),
    kms.send(new ListAliasesCommand({ KeyId })),
  ]);
  const aliases = Aliases.filter(({ TargetKeyId }) => TargetKeyId === KeyId).map(
    ({ AliasName }) => AliasName ?? '',
  );
  return { arn: described.KeyMetadata?.Arn ?? '', aliases, policy: Policy };
}

async function readBucketKey(s3: S3Client, Bucket: string): Promise<string | undefined> {
  const answer = await s3.send(new GetBucketEncryptionCommand({ Bucket })).catch(() => undefined);
  const rule = answer?.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault;
  return rule?.SSEAlgorithm?.startsWith('aws:kms') ? customerKey(rule.KMSMasterKeyID) : undefined;
}

async function readObjectKey(
  s3: S3Client,
  Bucket: string,
  Key: string,
  VersionId: string,
): Promise<string | undefined> {
  const version = VersionId ? { VersionId } : {};
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ...version })).catch(() => undefined);
  return customerKey(head?.SSEKMSKeyId);
}

/** AWS's own key for S3 may be used by everybody in the account. */
const customerKey = (key: string | undefined): string | undefined =>
  key?.endsWith('alias/aws/s3') ? undefined : key;

async function readDeploymentGroup(codedeploy: CodeDeployClient, deploymentId: string): Promise<string> {
  const { deploymentInfo } = await codedeploy
    .send(new GetDeploymentCommand({ deploymentId }))
    .catch(() => ({ deploymentInfo: undefined }));
  return deploymentInfo ? `${deploymentInfo.applicationName}/${deploymentInfo.deploymentGroupName}` : '*';
}

async function readTaskRoles(ecs: ECSClient, name: string): Promise<readonly string[]> {
  const { taskDefinition } = await ecs
    .send(new DescribeTaskDefinitionCommand({ taskDefinition: name }))
    .catch(() => ({ taskDefinition: undefined }));
  return [taskDefinition?.taskRoleArn, taskDefinition?.executionRoleArn].filter((role) => role !== undefined);
}

async function readSecretArn(
  client: SecretsManagerClient,
  SecretId: string,
  expected: string,
): Promise<string> {
  const { ARN } = await client
    .send(new DescribeSecretCommand({ SecretId }))
    .catch(() => ({ ARN: undefined }));
  return ARN ?? (SecretId.startsWith('arn:') ? SecretId : expected);
}
