import fc from 'fast-check';
import { identify } from '../../endpoint/identify/identify';
import { keptAnswers } from '../../endpoint/kept-answers';
import { askMoto } from '../../endpoint/moto';
import { AwsError } from '../../kit/aws-error';
import type { ApiCall, RawRequest } from '../../kit/call';
import { SERVICES } from '../../services';
import { bucketName, manualClock, motoUrl, REGION } from '../../testing';

/** Accounts that no other test uses, so that its writes come from here. */
const ACCOUNTS = ['808080808081', '808080808082'] as const;

/** Resources have one of two names, so that a write often concerns what was read. */
const NAMES = ['first', 'second'] as const;

/** Calls about a resource of that name: reads that are kept, and writes that may change their answers. */
const CALLS: readonly ((name: string, value: string) => SentCall)[] = [
  (Name, Value) => json('ssm', 'AmazonSSM.PutParameter', { Name, Value, Type: 'String', Overwrite: true }),
  (Name) => json('ssm', 'AmazonSSM.GetParameter', { Name }),
  (Name) => json('ssm', 'AmazonSSM.GetParameterHistory', { Name }),
  (Name) => json('ssm', 'AmazonSSM.DeleteParameter', { Name }),
  (Key, Value) => json('ssm', 'AmazonSSM.AddTagsToResource', { ...PARAMETER, Tags: [{ Key, Value }] }),
  () => json('ssm', 'AmazonSSM.ListTagsForResource', PARAMETER),
  (name) => form('iam', 'CreateRole', { RoleName: name, AssumeRolePolicyDocument: '{}' }),
  (name) => form('iam', 'DeleteRole', { RoleName: name }),
  (name) => form('iam', 'GetRole', { RoleName: name }),
  () => form('iam', 'ListRoles', {}),
  (name, value) =>
    form('iam', 'PutRolePolicy', { RoleName: name, PolicyName: value, PolicyDocument: POLICY }),
  (name, value) => form('iam', 'DeleteRolePolicy', { RoleName: name, PolicyName: value }),
  (name) => form('iam', 'ListRolePolicies', { RoleName: name }),
  (name, value) => form('iam', 'GetRolePolicy', { RoleName: name, PolicyName: value }),
  (name) => form('iam', 'ListAttachedRolePolicies', { RoleName: name }),
  (name) => form('iam', 'TagRole', { RoleName: name, 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': name }),
  (name, value) => form('iam', 'CreateInstanceProfile', { InstanceProfileName: value, Path: `/${name}/` }),
  (name, value) => form('iam', 'AddRoleToInstanceProfile', { InstanceProfileName: value, RoleName: name }),
  (name, value) =>
    form('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName: value, RoleName: name }),
  (_, value) => form('iam', 'GetInstanceProfile', { InstanceProfileName: value }),
  (name) => form('iam', 'ListInstanceProfilesForRole', { RoleName: name }),
  (name) => form('iam', 'AttachRolePolicy', { RoleName: name, PolicyArn: MANAGED_POLICY }),
  (name) => form('iam', 'DetachRolePolicy', { RoleName: name, PolicyArn: MANAGED_POLICY }),
  () => form('iam', 'GetPolicy', { PolicyArn: MANAGED_POLICY }),
  () => form('iam', 'GetPolicyVersion', { PolicyArn: MANAGED_POLICY, VersionId: 'v1' }),
  (name) => json('ecr', `${ECR}.CreateRepository`, { repositoryName: name }),
  (name) => json('ecr', `${ECR}.DeleteRepository`, { repositoryName: name, force: true }),
  () => json('ecr', `${ECR}.DescribeRepositories`, {}),
  (name, tag) => json('ecr', `${ECR}.PutImage`, { ...image(tag), repositoryName: name, imageTag: tag }),
  (name) => json('ecr', `${ECR}.DescribeImages`, { repositoryName: name }),
  (name, tag) => json('ecr', `${ECR}.BatchGetImage`, { repositoryName: name, imageIds: [{ imageTag: tag }] }),
  (name) => json('ecr', `${ECR}.SetRepositoryPolicy`, { repositoryName: name, policyText: POLICY }),
  (name) => json('ecr', `${ECR}.GetRepositoryPolicy`, { repositoryName: name }),
  (name) => json('ecr', `${ECR}.DeleteRepositoryPolicy`, { repositoryName: name }),
  (name) => json('ecr', `${ECR}.GetLifecyclePolicy`, { repositoryName: name }),
  (name, tag) =>
    json('ecr', `${ECR}.BatchDeleteImage`, { repositoryName: name, imageIds: [{ imageTag: tag }] }),
  (name) => form('sns', 'CreateTopic', { Name: name }),
  (name) => form('sns', 'DeleteTopic', { TopicArn: topic(name) }),
  (name) => form('sns', 'GetTopicAttributes', { TopicArn: topic(name) }),
  (name, value) => form('sns', 'SetTopicAttributes', { ...display(value), TopicArn: topic(name) }),
  (name) => form('sns', 'Publish', { TopicArn: topic(name), Message: 'a' }),
  (name) => form('monitoring', 'PutMetricAlarm', { ...ALARM, AlarmName: name }),
  (name, value) =>
    form('monitoring', 'SetAlarmState', { AlarmName: name, StateValue: state(value), StateReason: value }),
  (name) => form('monitoring', 'DescribeAlarms', { 'AlarmNames.member.1': name }),
  (name) => form('monitoring', 'DeleteAlarms', { 'AlarmNames.member.1': name }),
  (name) => form('ec2', 'CreateSecurityGroup', { GroupName: name, GroupDescription: name }),
  (name) => form('ec2', 'DeleteSecurityGroup', { GroupName: name }),
  (name) =>
    form('ec2', 'DescribeSecurityGroups', { 'Filter.1.Name': 'group-name', 'Filter.1.Value.1': name }),
  (name) => rest('s3', 'PUT', `/${bucketName(name)}`),
  (name) => rest('s3', 'DELETE', `/${bucketName(name)}`),
  (name) => rest('s3', 'PUT', `/${bucketName(name)}?versioning`, versioning('Enabled')),
  (name) => rest('s3', 'PUT', `/${bucketName(name)}?versioning`, versioning('Suspended')),
  (name) => rest('s3', 'GET', `/${bucketName(name)}?versioning`),
  (name) => rest('s3', 'GET', `/${bucketName(name)}?location`),
  (name, value) => rest('s3', 'PUT', `/${bucketName(name)}/${value}`, value),
  (name, value) => rest('s3', 'GET', `/${bucketName(name)}/${value}`),
  (name, value) => rest('s3', 'HEAD', `/${bucketName(name)}/${value}`),
  (name, value) => rest('s3', 'DELETE', `/${bucketName(name)}/${value}`),
  (name, value) => rest('s3', 'PUT', `/${bucketName(name)}/${value}?tagging`, tagging(value)),
  (name, value) => rest('s3', 'GET', `/${bucketName(name)}/${value}?tagging`),
  (name) => rest('lambda', 'POST', '/2015-03-31/functions', functionOf(name)),
  (name) => rest('lambda', 'DELETE', `/2015-03-31/functions/${name}`),
  (name) => rest('lambda', 'GET', `/2015-03-31/functions/${name}/configuration`),
  (name) =>
    rest('lambda', 'GET', `/2015-03-31/functions/${encodeURIComponent(functionArn(name))}/configuration`),
  (name) => rest('lambda', 'GET', `/2019-09-30/functions/${name}/concurrency`),
  (name) => rest('lambda', 'PUT', `/2017-10-31/functions/${name}/concurrency`, CONCURRENCY),
  (name) => json('ecs', `${ECS}.RegisterTaskDefinition`, { family: name, containerDefinitions: CONTAINERS }),
  (name) => json('ecs', `${ECS}.DescribeTaskDefinition`, { taskDefinition: name }),
  (name) => json('ecs', `${ECS}.DeregisterTaskDefinition`, { taskDefinition: `${name}:1` }),
  (name) => json('ecs', `${ECS}.CreateCluster`, { clusterName: name }),
  (name, value) => json('ecs', `${ECS}.CreateService`, { ...serviceOf(name), taskDefinition: value }),
  (name, value) =>
    json('ecs', `${ECS}.UpdateService`, { cluster: name, service: name, taskDefinition: value }),
  (name) => json('ecs', `${ECS}.DeleteService`, { cluster: name, service: name, force: true }),
  (name) => json('ecs', `${ECS}.DescribeServices`, { cluster: name, services: [name] }),
  (name) => json('ecs', `${ECS}.ListTasks`, { cluster: name }),
  (name, value) => json('ecs', `${ECS}.RunTask`, { cluster: name, taskDefinition: value }),
];

const PARAMETER = { ResourceType: 'Parameter', ResourceId: NAMES[0] };
const MANAGED_POLICY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const POLICY = '{"Version":"2012-10-17","Statement":[]}';
const ECR = 'AmazonEC2ContainerRegistry_V20150921';
const ECS = 'AmazonEC2ContainerServiceV20141113';
const CONTAINERS = [{ name: 'app', image: 'app', memory: 64 }];
const serviceOf = (name: string) => ({ cluster: name, serviceName: name, desiredCount: 1 });
const CONCURRENCY = '{"ReservedConcurrentExecutions":3}';
const ALARM = {
  ...{ Namespace: 'n', MetricName: 'm', Statistic: 'Sum', ComparisonOperator: 'GreaterThanThreshold' },
  ...{ EvaluationPeriods: '1', Period: '60', Threshold: '1' },
};
const topic = (name: string): string => `arn:aws:sns:${REGION}:${ACCOUNTS[0]}:${name}`;
const display = (value: string) => ({ AttributeName: 'DisplayName', AttributeValue: value });
const state = (value: string): string => (value === NAMES[0] ? 'ALARM' : 'OK');
const image = (tag: string) => ({
  imageManifest: JSON.stringify({ schemaVersion: 2, config: { digest: tag }, layers: [{ digest: tag }] }),
  imageManifestMediaType: 'application/vnd.docker.distribution.manifest.v2+json',
});
const versioning = (status: string): string =>
  `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`;
const tagging = (value: string): string =>
  `<Tagging><TagSet><Tag><Key>key</Key><Value>${value}</Value></Tag></TagSet></Tagging>`;
const functionOf = (FunctionName: string): string =>
  JSON.stringify({
    ...{ FunctionName, Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: EMPTY_ZIP } },
    Role: `arn:aws:iam::${ACCOUNTS[0]}:role/${FunctionName}`,
  });
const functionArn = (name: string): string => `arn:aws:lambda:${REGION}:${ACCOUNTS[0]}:function:${name}`;
const EMPTY_ZIP = Buffer.from('504b0506000000000000000000000000000000000000', 'hex').toString('base64');

/** A call without its signature. */
interface SentCall extends Omit<RawRequest, 'headers'> {
  readonly service: string;
  readonly headers: Record<string, string>;
}

function json(service: string, target: string, input: object): SentCall {
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
  return { service, method: 'POST', path: '/', headers, body: Buffer.from(JSON.stringify(input)) };
}

function form(service: string, Action: string, input: Record<string, string>): SentCall {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams({ Action, Version: VERSIONS[service] ?? '', ...input });
  return { service, method: 'POST', path: '/', headers, body: Buffer.from(body.toString()) };
}

const VERSIONS: Readonly<Record<string, string>> = {
  ec2: '2016-11-15',
  iam: '2010-05-08',
  sns: '2010-03-31',
  monitoring: '2010-08-01',
};

function rest(service: string, method: string, path: string, body = ''): SentCall {
  return { service, method, path, headers: {}, body: Buffer.from(body) };
}

function callOf(account: string, { service, headers, ...sent }: SentCall): ApiCall {
  const scope = `${account}/20260101/${REGION}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const request = { ...sent, headers: new Headers({ host: 'localhost', ...headers, authorization }) };
  const { credential, ...known } = identify(request);
  const caller = { accessKeyId: account, accountId: account, arn: `arn:aws:iam::${account}:root` };
  const context = { caller, region: credential.region, service: known.service };
  return { ...known, context, request, requestId: 'id' };
}

it('what is kept equals what moto answers, whatever is read and written', async () => {
  const moto = await motoUrl();
  const kept = keptAnswers(SERVICES);
  const clock = manualClock();
  const step = fc.record({
    call: fc.constantFrom(...CALLS),
    name: fc.constantFrom(...NAMES),
    value: fc.constantFrom(...NAMES),
    account: fc.constantFrom(...ACCOUNTS),
  });
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 120 }), async (steps) => {
      for (const { call: make, name, value, account } of steps) {
        const call = callOf(account, make(name, value));
        let asked = false;
        const ask = () => {
          asked = true;
          return askMoto(moto, clock, call);
        };
        const given = await kept.answer(call, call.request, ask).catch(refused);
        if (asked || !given) continue;
        answered += 1;
        const content = contentOf(await askMoto(moto, clock, call));
        expect({ operation: call.operation, ...contentOf(given) }).toEqual({
          operation: call.operation,
          ...content,
        });
      }
    }),
    { numRuns: 5, endOnFailure: true },
  );
  expect(answered).toBeGreaterThan(0);
});

/** moto answers some inputs with 500, after which nothing may be kept either. */
function refused(error: unknown): undefined {
  if (!(error instanceof AwsError)) throw error;
}

function contentOf({ status, body }: Awaited<ReturnType<typeof askMoto>>) {
  return { status, body: body.toString('utf8').replace(/<RequestId>[^<]*<\/RequestId>/g, '') };
}
