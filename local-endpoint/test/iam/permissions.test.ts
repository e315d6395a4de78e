import type { ApiCall } from '../../kit/call';
import { collectPermissions } from '../../authorization/permissions';
import { AwsError } from '../../kit/aws-error';
import { SERVICES } from '../../services';
import { startTestEndpoint, type TestEndpoint } from '../../testing';
import type { Fake } from '../../testing/fakes';
import { keysOf } from '../../authorization/context';
import type { Lookup } from '../../kit/lookup';

const permissions = collectPermissions(SERVICES);
const AT = 'ap-northeast-1:111111111111';
const KEY = `arn:aws:kms:${AT}:key/k`;
const ROLE = 'arn:aws:iam::111111111111:role/r';
const LISTENER = `arn:aws:elasticloadbalancing:${AT}:listener/app/a/1/2`;

let endpoint: TestEndpoint;
let lookup: Lookup;

/** What is looked up: one deployment, a task definition, secrets, and a bucket `sealed` that encrypts. */
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
    Bucket === 'sealed' ? { Document: ENCRYPTED } : refuse('NoSuchBucket'),
};

const ENCRYPTED = `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${KEY}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`;

function refuse(code: string): never {
  throw new AwsError(code, 'there is none');
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

/** Every action a call needs, each with its resource. */
async function needs(...of: Parameters<typeof call>): Promise<string[]> {
  const asked = call(...of);
  const accesses = await permissions.ruleOf(asked)?.(asked, lookup);
  return (accesses ?? []).flatMap(({ action, resources }) =>
    resources.map((resource) => `${action} ${resource}`),
  );
}

const task = { family: 'f', taskRoleArn: ROLE, executionRoleArn: ROLE };
const fromLambda = `arn:aws:lambda:${AT}:function:f`;

it.each<[string, object, string[]]>([
  ['codebuild:StartBuild', { projectName: 'p' }, [`codebuild:StartBuild arn:aws:codebuild:${AT}:project/p`]],
  [
    'codebuild:BatchGetBuilds',
    { ids: ['p:1', `arn:aws:codebuild:${AT}:build/p:2`] },
    [`codebuild:BatchGetBuilds arn:aws:codebuild:${AT}:project/p`],
  ],
  [
    'codebuild:CreateProject',
    { name: 'p', serviceRole: ROLE },
    [`codebuild:CreateProject arn:aws:codebuild:${AT}:project/p`, `iam:PassRole ${ROLE}`],
  ],
  [
    'codebuild:BatchPutTestCases',
    { reportArn: `arn:aws:codebuild:${AT}:report/g:1` },
    [`codebuild:BatchPutTestCases arn:aws:codebuild:${AT}:report-group/g`],
  ],
  [
    'secretsmanager:GetSecretValue',
    { SecretId: 's' },
    [`secretsmanager:GetSecretValue arn:aws:secretsmanager:${AT}:secret:s-AbCdEf`],
  ],
  ['ecr:PutImage', { repositoryName: 'r' }, [`ecr:PutImage arn:aws:ecr:${AT}:repository/r`]],
  ['ecr:GetAuthorizationToken', {}, ['ecr:GetAuthorizationToken *']],
  [
    'ecr:BatchGetImage',
    { repositoryName: 'r', registryId: '222222222222' },
    ['ecr:BatchGetImage arn:aws:ecr:ap-northeast-1:222222222222:repository/r'],
  ],
  [
    'ecs:DescribeServices',
    { cluster: 'c', services: ['s'] },
    [`ecs:DescribeServices arn:aws:ecs:${AT}:service/c/s`],
  ],
  [
    'ecs:DescribeServices',
    { cluster: `arn:aws:ecs:${AT}:cluster/c`, services: [`arn:aws:ecs:${AT}:service/c/s`] },
    [`ecs:DescribeServices arn:aws:ecs:${AT}:service/c/s`],
  ],
  [
    'ecs:UpdateServicePrimaryTaskSet',
    { cluster: 'c', service: 's', primaryTaskSet: 't' },
    [`ecs:UpdateServicePrimaryTaskSet arn:aws:ecs:${AT}:service/c/s`],
  ],
  [
    'ecs:CreateTaskSet',
    { cluster: 'c', service: 's' },
    [`ecs:CreateTaskSet arn:aws:ecs:${AT}:task-set/c/s/*`],
  ],
  [
    'ecs:CreateTaskSet',
    { cluster: 'c', service: 's', taskDefinition: 'web:3' },
    [
      `ecs:CreateTaskSet arn:aws:ecs:${AT}:task-set/c/s/*`,
      'iam:PassRole arn:aws:iam::111111111111:role/task',
    ],
  ],
  [
    'ecs:DeleteTaskSet',
    { cluster: 'c', service: 's', taskSet: `arn:aws:ecs:${AT}:task-set/c/s/ecs-svc/1` },
    [`ecs:DeleteTaskSet arn:aws:ecs:${AT}:task-set/c/s/1`],
  ],
  [
    'ecs:ListTasks',
    { cluster: 'c', serviceName: 's' },
    [`ecs:ListTasks arn:aws:ecs:${AT}:container-instance/c/*`],
  ],
  [
    'ecs:RegisterTaskDefinition',
    task,
    [`ecs:RegisterTaskDefinition arn:aws:ecs:${AT}:task-definition/f:*`, `iam:PassRole ${ROLE}`],
  ],
  [
    'ecs:RegisterTaskDefinition',
    { family: 'f', tags: [{ key: 'a', value: 'b' }] },
    [
      `ecs:RegisterTaskDefinition arn:aws:ecs:${AT}:task-definition/f:*`,
      `ecs:TagResource arn:aws:ecs:${AT}:task-definition/f:*`,
    ],
  ],
  [
    'codepipeline:StartPipelineExecution',
    { name: 'p' },
    [`codepipeline:StartPipelineExecution arn:aws:codepipeline:${AT}:p`],
  ],
  [
    'codepipeline:RollbackStage',
    { pipelineName: 'p', stageName: 's' },
    [`codepipeline:RollbackStage arn:aws:codepipeline:${AT}:p/s`],
  ],
  [
    'codepipeline:PutApprovalResult',
    { pipelineName: 'p', stageName: 's', actionName: 'a' },
    [`codepipeline:PutApprovalResult arn:aws:codepipeline:${AT}:p/s/a`],
  ],
  ['codepipeline:PutJobSuccessResult', { jobId: 'j' }, ['codepipeline:PutJobSuccessResult *']],
  [
    'codepipeline:CreatePipeline',
    { pipeline: { name: 'p', roleArn: ROLE } },
    [`codepipeline:CreatePipeline arn:aws:codepipeline:${AT}:p`, `iam:PassRole ${ROLE}`],
  ],
  [
    'codedeploy:CreateDeployment',
    { applicationName: 'a', deploymentGroupName: 'g' },
    [`codedeploy:CreateDeployment arn:aws:codedeploy:${AT}:deploymentgroup:a/g`],
  ],
  [
    'codedeploy:GetDeployment',
    { deploymentId: 'd-1' },
    [`codedeploy:GetDeployment arn:aws:codedeploy:${AT}:deploymentgroup:app/group`],
  ],
  [
    'codedeploy:GetDeploymentConfig',
    { deploymentConfigName: 'c' },
    [`codedeploy:GetDeploymentConfig arn:aws:codedeploy:${AT}:deploymentconfig:c`],
  ],
  [
    'codedeploy:RegisterApplicationRevision',
    { applicationName: 'a' },
    [`codedeploy:RegisterApplicationRevision arn:aws:codedeploy:${AT}:application:a`],
  ],
  [
    'elasticloadbalancing:ModifyListener',
    { ListenerArn: LISTENER },
    [`elasticloadbalancing:ModifyListener ${LISTENER}`],
  ],
  [
    'elasticloadbalancing:DescribeTargetHealth',
    { TargetGroupArn: 't' },
    ['elasticloadbalancing:DescribeTargetHealth *'],
  ],
  [
    'cloudwatch:DescribeAlarms',
    { AlarmNames: ['a'] },
    [`cloudwatch:DescribeAlarms arn:aws:cloudwatch:${AT}:alarm:a`],
  ],
  ['cloudwatch:DescribeAlarms', {}, [`cloudwatch:DescribeAlarms arn:aws:cloudwatch:${AT}:alarm:*`]],
  [
    'logs:PutLogEvents',
    { logGroupName: '/g', logStreamName: 's' },
    [`logs:PutLogEvents arn:aws:logs:${AT}:log-group:/g:log-stream:s`],
  ],
  ['logs:CreateLogGroup', { logGroupName: '/g' }, [`logs:CreateLogGroup arn:aws:logs:${AT}:log-group:/g:*`]],
  ['ssm:GetParameter', { Name: '/a/b:3' }, [`ssm:GetParameter arn:aws:ssm:${AT}:parameter/a/b`]],
  [
    'ssm:GetParameters',
    { Names: ['a', '/b'] },
    [`ssm:GetParameters arn:aws:ssm:${AT}:parameter/a`, `ssm:GetParameters arn:aws:ssm:${AT}:parameter/b`],
  ],
  ['lambda:Invoke', { FunctionName: 'f' }, [`lambda:InvokeFunction ${fromLambda}`]],
  ['lambda:Invoke', { FunctionName: 'f:live' }, [`lambda:InvokeFunction ${fromLambda}:live`]],
  [
    'lambda:Invoke',
    { FunctionName: fromLambda, Qualifier: 'live' },
    [`lambda:InvokeFunction ${fromLambda}:live`],
  ],
  [
    'lambda:CreateFunction',
    { FunctionName: 'f', Role: ROLE },
    [`lambda:CreateFunction ${fromLambda}`, `iam:PassRole ${ROLE}`],
  ],
  ['sns:Publish', { TopicArn: `arn:aws:sns:${AT}:t` }, [`sns:Publish arn:aws:sns:${AT}:t`]],
  [
    'sqs:SendMessage',
    { QueueUrl: 'http://localhost/222222222222/q' },
    ['sqs:SendMessage arn:aws:sqs:ap-northeast-1:222222222222:q'],
  ],
  ['kms:Decrypt', { KeyId: 'alias/a' }, [`kms:Decrypt ${KEY}`]],
  ['sts:GetCallerIdentity', {}, []],
  ['iam:PutRolePolicy', { RoleName: 'r' }, [`iam:PutRolePolicy ${ROLE}`]],
  [
    'events:PutTargets',
    { Rule: 'r', Targets: [{ RoleArn: ROLE }, {}] },
    [`events:PutTargets arn:aws:events:${AT}:rule/r`, `iam:PassRole ${ROLE}`],
  ],
  ['events:PutRule', { Name: 'r', EventBusName: 'bus' }, [`events:PutRule arn:aws:events:${AT}:rule/bus/r`]],
  [
    'cloudformation:CreateChangeSet',
    { StackName: 's', RoleARN: ROLE },
    [`cloudformation:CreateChangeSet arn:aws:cloudformation:${AT}:stack/s/*`, `iam:PassRole ${ROLE}`],
  ],
  ['s3:GetObject', { Bucket: 'b', Key: 'k' }, ['s3:GetObject arn:aws:s3:::b/k']],
  ['s3:HeadObject', { Bucket: 'b', Key: 'k', VersionId: 'v' }, ['s3:GetObjectVersion arn:aws:s3:::b/k']],
  [
    's3:GetObject',
    { Bucket: 'sealed', Key: 'k' },
    ['s3:GetObject arn:aws:s3:::sealed/k', `kms:Decrypt ${KEY}`],
  ],
  [
    's3:PutObject',
    { Bucket: 'sealed', Key: 'k' },
    ['s3:PutObject arn:aws:s3:::sealed/k', `kms:GenerateDataKey ${KEY}`],
  ],
  [
    's3:PutObject',
    { Bucket: 'b', Key: 'k', ACL: 'bucket-owner-full-control', Tagging: 'a=b' },
    [
      's3:PutObject arn:aws:s3:::b/k',
      's3:PutObjectTagging arn:aws:s3:::b/k',
      's3:PutObjectAcl arn:aws:s3:::b/k',
    ],
  ],
  [
    's3:UploadPart',
    { Bucket: 'sealed', Key: 'k' },
    ['s3:PutObject arn:aws:s3:::sealed/k', `kms:GenerateDataKey ${KEY}`, `kms:Decrypt ${KEY}`],
  ],
  [
    's3:CopyObject',
    { Bucket: 'b', Key: 'k', CopySource: '/from/a%20b?versionId=v' },
    ['s3:GetObjectVersion arn:aws:s3:::from/a b', 's3:PutObject arn:aws:s3:::b/k'],
  ],
  ['s3:ListObjectsV2', { Bucket: 'b' }, ['s3:ListBucket arn:aws:s3:::b']],
  ['s3:GetBucketEncryption', { Bucket: 'b' }, ['s3:GetEncryptionConfiguration arn:aws:s3:::b']],
])('%s with %j needs %j', async (operation, input, expected) => {
  expect(await needs(operation, input)).toEqual(expected);
});

it('needs the right to delete each object that DeleteObjects lists', async () => {
  const body =
    '<Delete><Object><Key>a</Key></Object><Object><Key>007</Key><VersionId>v</VersionId></Object></Delete>';
  expect(await needs('s3:DeleteObjects', { Bucket: 'b' }, {}, body)).toEqual([
    's3:DeleteObject arn:aws:s3:::b/a',
    's3:DeleteObjectVersion arn:aws:s3:::b/007',
  ]);
});

it('needs the key that a header names, and none where the header asks for another way', async () => {
  const kms = {
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': KEY,
  };
  expect(await needs('s3:PutObject', { Bucket: 'b', Key: 'k' }, kms)).toContain(`kms:GenerateDataKey ${KEY}`);
  const plain = { 'x-amz-server-side-encryption': 'AES256' };
  expect(await needs('s3:PutObject', { Bucket: 'sealed', Key: 'k' }, plain)).toEqual([
    's3:PutObject arn:aws:s3:::sealed/k',
  ]);
});

it('tells policies through which service a key is used, and under which names it goes', async () => {
  const asked = call('s3:GetObject', { Bucket: 'sealed', Key: 'k' });
  const accesses = (await permissions.ruleOf(asked)?.(asked, lookup)) ?? [];
  const decrypt = accesses.find(({ action }) => action === 'kms:Decrypt');
  const keys = keysOf(
    asked,
    decrypt ?? { action: '', resources: [] },
    permissions.conditionKeysOf(asked),
    '111111111111',
    new Date(0),
  );
  expect(Object.fromEntries(keys)).toMatchObject({
    'kms:viaservice': ['s3.ap-northeast-1.amazonaws.com'],
    'aws:calledvia': ['s3.amazonaws.com'],
    'kms:resourcealiases': ['alias/a'],
    'kms:encryptioncontext:aws:s3:arn': ['arn:aws:s3:::sealed/k'],
    'aws:principalarn': [ROLE],
    'aws:securetransport': ['true'],
    'aws:requestedregion': ['ap-northeast-1'],
    'aws:resourceaccount': ['111111111111'],
  });
});

it('tells a policy what a tag is given with', async () => {
  const asked = call('ecs:RegisterTaskDefinition', { family: 'f', tags: [{ key: 'a', value: 'b' }] });
  const accesses = await permissions.ruleOf(asked)?.(asked, lookup);
  const tagging = accesses?.find(({ action }) => action === 'ecs:TagResource');
  expect(tagging?.keys).toEqual({ 'ecs:CreateAction': 'RegisterTaskDefinition' });
});
