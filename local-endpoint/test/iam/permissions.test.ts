import type { ApiCall } from '../../kit/call';
import { collectPermissions } from '../../authorization/permissions';
import { AwsError } from '../../kit/aws-error';
import { SERVICES } from '../../services';
import { startTestEndpoint, type TestEndpoint } from '../../testing';
import type { Fake } from '../../testing/fakes';
import { conditionKeysOf } from '../../authorization/condition-keys';
import type { Lookup } from '../../kit/lookup';

const permissions = collectPermissions(SERVICES);
const AT = 'ap-northeast-1:111111111111';
const KEY = `arn:aws:kms:${AT}:key/k`;
const ROLE = 'arn:aws:iam::111111111111:role/r';
const LISTENER = `arn:aws:elasticloadbalancing:${AT}:listener/app/a/1/2`;

let endpoint: TestEndpoint;
let lookup: Lookup;

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

beforeAll(async () => {
  endpoint = await startTestEndpoint({ moto: '', fakes: Object.keys(ANSWERS) });
  for (const [operation, answer] of Object.entries(ANSWERS)) endpoint.answer(operation, answer);
  lookup = endpoint.context.lookup;
});
afterAll(() => endpoint.close());

function call(name: string, input: object, headers: Record<string, string> = {}, body = ''): ApiCall {
  const [service = '', operation = ''] = name.split(':');
  const caller = { accessKeyId: 'k', accountId: '111111111111', arn: 'arn', roleArn: ROLE };
  const request = { method: 'POST', path: '/', headers: new Headers(headers), body: Buffer.from(body) };
  const context = { caller, region: 'ap-northeast-1', service };
  return { service, operation, protocol: 'json', input: { ...input }, context, request, requestId: 'r' };
}

/** Every action that a call needs, with its resource. */
async function needs(...request: Parameters<typeof call>): Promise<string[]> {
  const apiCall = call(...request);
  const required = await permissions.ruleOf(apiCall)?.(apiCall, lookup);
  return (required ?? []).flatMap(({ action, resources }) =>
    resources.map((resource) => `${action} ${resource}`),
  );
}

const task = { family: 'f', taskRoleArn: ROLE, executionRoleArn: ROLE };
const fromLambda = `arn:aws:lambda:${AT}:function:f`;

it.each<{ operation: string; input: object; expected: string[] }>([
  {
    operation: 'codebuild:StartBuild',
    input: { projectName: 'p' },
    expected: [`codebuild:StartBuild arn:aws:codebuild:${AT}:project/p`],
  },
  {
    operation: 'codebuild:BatchGetBuilds',
    input: { ids: ['p:1', `arn:aws:codebuild:${AT}:build/p:2`] },
    expected: [`codebuild:BatchGetBuilds arn:aws:codebuild:${AT}:project/p`],
  },
  {
    operation: 'codebuild:CreateProject',
    input: { name: 'p', serviceRole: ROLE },
    expected: [`codebuild:CreateProject arn:aws:codebuild:${AT}:project/p`, `iam:PassRole ${ROLE}`],
  },
  {
    operation: 'codebuild:BatchPutTestCases',
    input: { reportArn: `arn:aws:codebuild:${AT}:report/g:1` },
    expected: [`codebuild:BatchPutTestCases arn:aws:codebuild:${AT}:report-group/g`],
  },
  {
    operation: 'secretsmanager:GetSecretValue',
    input: { SecretId: 's' },
    expected: [`secretsmanager:GetSecretValue arn:aws:secretsmanager:${AT}:secret:s-AbCdEf`],
  },
  {
    operation: 'ecr:PutImage',
    input: { repositoryName: 'r' },
    expected: [`ecr:PutImage arn:aws:ecr:${AT}:repository/r`],
  },
  { operation: 'ecr:GetAuthorizationToken', input: {}, expected: ['ecr:GetAuthorizationToken *'] },
  {
    operation: 'ecr:BatchGetImage',
    input: { repositoryName: 'r', registryId: '222222222222' },
    expected: ['ecr:BatchGetImage arn:aws:ecr:ap-northeast-1:222222222222:repository/r'],
  },
  {
    operation: 'ecs:DescribeServices',
    input: { cluster: 'c', services: ['s'] },
    expected: [`ecs:DescribeServices arn:aws:ecs:${AT}:service/c/s`],
  },
  {
    operation: 'ecs:DescribeServices',
    input: { cluster: `arn:aws:ecs:${AT}:cluster/c`, services: [`arn:aws:ecs:${AT}:service/c/s`] },
    expected: [`ecs:DescribeServices arn:aws:ecs:${AT}:service/c/s`],
  },
  {
    operation: 'ecs:UpdateServicePrimaryTaskSet',
    input: { cluster: 'c', service: 's', primaryTaskSet: 't' },
    expected: [`ecs:UpdateServicePrimaryTaskSet arn:aws:ecs:${AT}:service/c/s`],
  },
  {
    operation: 'ecs:CreateTaskSet',
    input: { cluster: 'c', service: 's' },
    expected: [`ecs:CreateTaskSet arn:aws:ecs:${AT}:task-set/c/s/*`],
  },
  {
    operation: 'ecs:CreateTaskSet',
    input: { cluster: 'c', service: 's', taskDefinition: 'web:3' },
    expected: [
      `ecs:CreateTaskSet arn:aws:ecs:${AT}:task-set/c/s/*`,
      'iam:PassRole arn:aws:iam::111111111111:role/task',
    ],
  },
  {
    operation: 'ecs:DeleteTaskSet',
    input: { cluster: 'c', service: 's', taskSet: `arn:aws:ecs:${AT}:task-set/c/s/ecs-svc/1` },
    expected: [`ecs:DeleteTaskSet arn:aws:ecs:${AT}:task-set/c/s/1`],
  },
  {
    operation: 'ecs:ListTasks',
    input: { cluster: 'c', serviceName: 's' },
    expected: [`ecs:ListTasks arn:aws:ecs:${AT}:container-instance/c/*`],
  },
  {
    operation: 'ecs:RegisterTaskDefinition',
    input: task,
    expected: [`ecs:RegisterTaskDefinition arn:aws:ecs:${AT}:task-definition/f:*`, `iam:PassRole ${ROLE}`],
  },
  {
    operation: 'ecs:RegisterTaskDefinition',
    input: { family: 'f', tags: [{ key: 'a', value: 'b' }] },
    expected: [
      `ecs:RegisterTaskDefinition arn:aws:ecs:${AT}:task-definition/f:*`,
      `ecs:TagResource arn:aws:ecs:${AT}:task-definition/f:*`,
    ],
  },
  {
    operation: 'codepipeline:StartPipelineExecution',
    input: { name: 'p' },
    expected: [`codepipeline:StartPipelineExecution arn:aws:codepipeline:${AT}:p`],
  },
  {
    operation: 'codepipeline:RollbackStage',
    input: { pipelineName: 'p', stageName: 's' },
    expected: [`codepipeline:RollbackStage arn:aws:codepipeline:${AT}:p/s`],
  },
  {
    operation: 'codepipeline:PutApprovalResult',
    input: { pipelineName: 'p', stageName: 's', actionName: 'a' },
    expected: [`codepipeline:PutApprovalResult arn:aws:codepipeline:${AT}:p/s/a`],
  },
  {
    operation: 'codepipeline:PutJobSuccessResult',
    input: { jobId: 'j' },
    expected: ['codepipeline:PutJobSuccessResult *'],
  },
  {
    operation: 'codepipeline:CreatePipeline',
    input: { pipeline: { name: 'p', roleArn: ROLE } },
    expected: [`codepipeline:CreatePipeline arn:aws:codepipeline:${AT}:p`, `iam:PassRole ${ROLE}`],
  },
  {
    operation: 'codedeploy:CreateDeployment',
    input: { applicationName: 'a', deploymentGroupName: 'g' },
    expected: [`codedeploy:CreateDeployment arn:aws:codedeploy:${AT}:deploymentgroup:a/g`],
  },
  {
    operation: 'codedeploy:GetDeployment',
    input: { deploymentId: 'd-1' },
    expected: [`codedeploy:GetDeployment arn:aws:codedeploy:${AT}:deploymentgroup:app/group`],
  },
  {
    operation: 'codedeploy:GetDeploymentConfig',
    input: { deploymentConfigName: 'c' },
    expected: [`codedeploy:GetDeploymentConfig arn:aws:codedeploy:${AT}:deploymentconfig:c`],
  },
  {
    operation: 'codedeploy:RegisterApplicationRevision',
    input: { applicationName: 'a' },
    expected: [`codedeploy:RegisterApplicationRevision arn:aws:codedeploy:${AT}:application:a`],
  },
  {
    operation: 'elasticloadbalancing:ModifyListener',
    input: { ListenerArn: LISTENER },
    expected: [`elasticloadbalancing:ModifyListener ${LISTENER}`],
  },
  {
    operation: 'elasticloadbalancing:DescribeTargetHealth',
    input: { TargetGroupArn: 't' },
    expected: ['elasticloadbalancing:DescribeTargetHealth *'],
  },
  {
    operation: 'cloudwatch:DescribeAlarms',
    input: { AlarmNames: ['a'] },
    expected: [`cloudwatch:DescribeAlarms arn:aws:cloudwatch:${AT}:alarm:a`],
  },
  {
    operation: 'cloudwatch:DescribeAlarms',
    input: {},
    expected: [`cloudwatch:DescribeAlarms arn:aws:cloudwatch:${AT}:alarm:*`],
  },
  {
    operation: 'logs:PutLogEvents',
    input: { logGroupName: '/g', logStreamName: 's' },
    expected: [`logs:PutLogEvents arn:aws:logs:${AT}:log-group:/g:log-stream:s`],
  },
  {
    operation: 'logs:CreateLogGroup',
    input: { logGroupName: '/g' },
    expected: [`logs:CreateLogGroup arn:aws:logs:${AT}:log-group:/g:*`],
  },
  {
    operation: 'ssm:GetParameter',
    input: { Name: '/a/b:3' },
    expected: [`ssm:GetParameter arn:aws:ssm:${AT}:parameter/a/b`],
  },
  {
    operation: 'ssm:GetParameters',
    input: { Names: ['a', '/b'] },
    expected: [
      `ssm:GetParameters arn:aws:ssm:${AT}:parameter/a`,
      `ssm:GetParameters arn:aws:ssm:${AT}:parameter/b`,
    ],
  },
  {
    operation: 'lambda:Invoke',
    input: { FunctionName: 'f' },
    expected: [`lambda:InvokeFunction ${fromLambda}`],
  },
  {
    operation: 'lambda:Invoke',
    input: { FunctionName: 'f:live' },
    expected: [`lambda:InvokeFunction ${fromLambda}:live`],
  },
  {
    operation: 'lambda:Invoke',
    input: { FunctionName: fromLambda, Qualifier: 'live' },
    expected: [`lambda:InvokeFunction ${fromLambda}:live`],
  },
  {
    operation: 'lambda:CreateFunction',
    input: { FunctionName: 'f', Role: ROLE },
    expected: [`lambda:CreateFunction ${fromLambda}`, `iam:PassRole ${ROLE}`],
  },
  {
    operation: 'sns:Publish',
    input: { TopicArn: `arn:aws:sns:${AT}:t` },
    expected: [`sns:Publish arn:aws:sns:${AT}:t`],
  },
  {
    operation: 'sqs:SendMessage',
    input: { QueueUrl: 'http://localhost/222222222222/q' },
    expected: ['sqs:SendMessage arn:aws:sqs:ap-northeast-1:222222222222:q'],
  },
  { operation: 'kms:Decrypt', input: { KeyId: 'alias/a' }, expected: [`kms:Decrypt ${KEY}`] },
  { operation: 'sts:GetCallerIdentity', input: {}, expected: [] },
  { operation: 'iam:PutRolePolicy', input: { RoleName: 'r' }, expected: [`iam:PutRolePolicy ${ROLE}`] },
  {
    operation: 'events:PutTargets',
    input: { Rule: 'r', Targets: [{ RoleArn: ROLE }, {}] },
    expected: [`events:PutTargets arn:aws:events:${AT}:rule/r`, `iam:PassRole ${ROLE}`],
  },
  {
    operation: 'events:PutRule',
    input: { Name: 'r', EventBusName: 'bus' },
    expected: [`events:PutRule arn:aws:events:${AT}:rule/bus/r`],
  },
  {
    operation: 'cloudformation:CreateChangeSet',
    input: { StackName: 's', RoleARN: ROLE },
    expected: [
      `cloudformation:CreateChangeSet arn:aws:cloudformation:${AT}:stack/s/*`,
      `iam:PassRole ${ROLE}`,
    ],
  },
  {
    operation: 's3:GetObject',
    input: { Bucket: 'b', Key: 'k' },
    expected: ['s3:GetObject arn:aws:s3:::b/k'],
  },
  {
    operation: 's3:HeadObject',
    input: { Bucket: 'b', Key: 'k', VersionId: 'v' },
    expected: ['s3:GetObjectVersion arn:aws:s3:::b/k'],
  },
  {
    operation: 's3:GetObject',
    input: { Bucket: 'encrypted', Key: 'k' },
    expected: ['s3:GetObject arn:aws:s3:::encrypted/k', `kms:Decrypt ${KEY}`],
  },
  {
    operation: 's3:PutObject',
    input: { Bucket: 'encrypted', Key: 'k' },
    expected: ['s3:PutObject arn:aws:s3:::encrypted/k', `kms:GenerateDataKey ${KEY}`],
  },
  {
    operation: 's3:PutObject',
    input: { Bucket: 'b', Key: 'k', ACL: 'bucket-owner-full-control', Tagging: 'a=b' },
    expected: [
      's3:PutObject arn:aws:s3:::b/k',
      's3:PutObjectTagging arn:aws:s3:::b/k',
      's3:PutObjectAcl arn:aws:s3:::b/k',
    ],
  },
  {
    operation: 's3:UploadPart',
    input: { Bucket: 'encrypted', Key: 'k' },
    expected: ['s3:PutObject arn:aws:s3:::encrypted/k', `kms:GenerateDataKey ${KEY}`, `kms:Decrypt ${KEY}`],
  },
  {
    operation: 's3:CopyObject',
    input: { Bucket: 'b', Key: 'k', CopySource: '/from/a%20b?versionId=v' },
    expected: ['s3:GetObjectVersion arn:aws:s3:::from/a b', 's3:PutObject arn:aws:s3:::b/k'],
  },
  { operation: 's3:ListObjectsV2', input: { Bucket: 'b' }, expected: ['s3:ListBucket arn:aws:s3:::b'] },
  {
    operation: 's3:GetBucketEncryption',
    input: { Bucket: 'b' },
    expected: ['s3:GetEncryptionConfiguration arn:aws:s3:::b'],
  },
])('$operation with $input needs $expected', async ({ operation, input, expected }) => {
  expect(await needs(operation, input)).toEqual(expected);
});

it('needs the permission to delete each object that DeleteObjects lists', async () => {
  const body =
    '<Delete><Object><Key>a</Key></Object><Object><Key>007</Key><VersionId>v</VersionId></Object></Delete>';
  expect(await needs('s3:DeleteObjects', { Bucket: 'b' }, {}, body)).toEqual([
    's3:DeleteObject arn:aws:s3:::b/a',
    's3:DeleteObjectVersion arn:aws:s3:::b/007',
  ]);
});

it('needs the key that a header names, and none where the header names another encryption', async () => {
  const kms = {
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': KEY,
  };
  expect(await needs('s3:PutObject', { Bucket: 'b', Key: 'k' }, kms)).toContain(`kms:GenerateDataKey ${KEY}`);
  const plain = { 'x-amz-server-side-encryption': 'AES256' };
  expect(await needs('s3:PutObject', { Bucket: 'encrypted', Key: 'k' }, plain)).toEqual([
    's3:PutObject arn:aws:s3:::encrypted/k',
  ]);
});

it('gives policies the service that uses a key, and the aliases of the key', async () => {
  const apiCall = call('s3:GetObject', { Bucket: 'encrypted', Key: 'k' });
  const required = (await permissions.ruleOf(apiCall)?.(apiCall, lookup)) ?? [];
  const decrypt = required.find(({ action }) => action === 'kms:Decrypt');
  const keys = conditionKeysOf(
    apiCall,
    decrypt ?? { action: '', resources: [] },
    permissions.conditionKeysOf(apiCall),
    '111111111111',
    new Date(0),
  );
  expect(Object.fromEntries(keys)).toMatchObject({
    'kms:viaservice': ['s3.ap-northeast-1.amazonaws.com'],
    'aws:calledvia': ['s3.amazonaws.com'],
    'kms:resourcealiases': ['alias/a'],
    'kms:encryptioncontext:aws:s3:arn': ['arn:aws:s3:::encrypted/k'],
    'aws:principalarn': [ROLE],
    'aws:securetransport': ['true'],
    'aws:requestedregion': ['ap-northeast-1'],
    'aws:resourceaccount': ['111111111111'],
  });
});

it('gives a policy the operation that sets a tag', async () => {
  const apiCall = call('ecs:RegisterTaskDefinition', { family: 'f', tags: [{ key: 'a', value: 'b' }] });
  const required = await permissions.ruleOf(apiCall)?.(apiCall, lookup);
  const tagging = required?.find(({ action }) => action === 'ecs:TagResource');
  expect(tagging?.keys).toEqual({ 'ecs:CreateAction': 'RegisterTaskDefinition' });
});
