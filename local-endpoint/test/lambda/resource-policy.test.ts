import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  DeleteResourcePolicyCommand,
  GetPolicyCommand,
  GetResourcePolicyCommand,
  InvokeCommand,
  LambdaClient,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-lambda';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { zipSync } from 'fflate';
import { ACCOUNT, REGION, startTestEndpoint, type TestEndpoint } from '../../testing';

let endpoint: TestEndpoint;
let admin: LambdaClient;

const FUNCTION = 'guarded';
const ResourceArn = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${FUNCTION}`;
const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const invoke = { Action: 'lambda:InvokeFunction', Resource: ResourceArn };

beforeAll(async () => {
  endpoint = await startTestEndpoint({ roles: 'enforced' });
  admin = new LambdaClient(endpoint.client());
  for (const name of ['friend', 'stranger']) await createRole(name);
  const ZipFile = zipSync({ 'index.mjs': Buffer.from('export const handler = async () => 1') });
  await admin.send(
    new CreateFunctionCommand({
      ...{ FunctionName: FUNCTION, Role: roleArn('friend'), Runtime: 'nodejs22.x', Handler: 'index.handler' },
      Code: { ZipFile },
    }),
  );
});
afterAll(() => endpoint.close());

async function createRole(RoleName: string): Promise<void> {
  const iam = new IAMClient(endpoint.client());
  const trust = [{ AWS: ACCOUNT }, { Service: 'lambda.amazonaws.com' }].map((Principal) => ({
    ...{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal },
  }));
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(...trust) }));
  const PolicyDocument = policy({ Effect: 'Allow', ...invoke });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'invoke', PolicyDocument }));
}

async function invokeAs(role: string): Promise<unknown> {
  const sts = new STSClient(endpoint.client());
  const request = { RoleArn: roleArn(role), RoleSessionName: 'tester' };
  const { Credentials } = await sts.send(new AssumeRoleCommand(request));
  const client = new LambdaClient(endpoint.client(Credentials?.AccessKeyId));
  return client.send(new InvokeCommand({ FunctionName: FUNCTION, InvocationType: 'DryRun' }));
}

const onlyFriend = {
  ...{ Effect: 'Deny', Principal: '*', ...invoke },
  Condition: { ArnNotLike: { 'aws:PrincipalArn': roleArn('fri*') } },
};

test('denies what the policies of roles allow, and gives that back when it is deleted', async () => {
  await admin.send(new PutResourcePolicyCommand({ ResourceArn, Policy: policy(onlyFriend) }));
  await expect(invokeAs('friend')).resolves.toBeDefined();
  await expect(invokeAs('stranger')).rejects.toThrow('with an explicit deny in a resource-based policy');
  const { Policy = '' } = await admin.send(new GetResourcePolicyCommand({ ResourceArn }));
  expect(JSON.parse(Policy)).toMatchObject({ Statement: [{ Effect: 'Deny' }] });
  await admin.send(new DeleteResourcePolicyCommand({ ResourceArn }));
  await expect(invokeAs('stranger')).resolves.toBeDefined();
  await expect(admin.send(new GetResourcePolicyCommand({ ResourceArn }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('takes the place of what AddPermission added, and is added to by it', async () => {
  const request = {
    FunctionName: FUNCTION,
    Action: 'lambda:InvokeFunction',
    Principal: 'events.amazonaws.com',
  };
  await admin.send(new AddPermissionCommand({ ...request, StatementId: 'before' }));
  await admin.send(new PutResourcePolicyCommand({ ResourceArn, Policy: policy(onlyFriend) }));
  await expect(admin.send(new GetPolicyCommand({ FunctionName: FUNCTION }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  await admin.send(new AddPermissionCommand({ ...request, StatementId: 'after' }));
  await expect(invokeAs('stranger')).rejects.toThrow('explicit deny');
});

test.each(['not json', policy({ Effect: 'Allow', ...invoke })])('refuses %s', async (Policy) => {
  await expect(admin.send(new PutResourcePolicyCommand({ ResourceArn, Policy }))).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
  });
});
