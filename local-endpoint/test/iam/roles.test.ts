import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRolePolicyCommand,
  GetPolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { ECSClient, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs';
import { ACCOUNT, OTHER_ACCOUNT, type TestEndpoint, REGION, startTestEndpoint } from '../../testing';
import { allow, rolesOf } from './support/roles';

let local: TestEndpoint;
beforeAll(async () => {
  local = await startTestEndpoint({ roles: 'enforced' });
});
afterAll(() => local.close());

const { role, assumed } = rolesOf(() => local);

const ssmArn = (name: string) => `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter${name}`;

test('AWS’s own policies are counted for each account by itself', async () => {
  const [PolicyArn, RoleName] = ['arn:aws:iam::aws:policy/ReadOnlyAccess', 'reader'];
  const iam = new IAMClient(local.client());
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: '{}' }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const attached = async (account: string) => {
    const there = new IAMClient(local.client(account));
    return (await there.send(new GetPolicyCommand({ PolicyArn }))).Policy?.AttachmentCount;
  };
  expect([await attached(ACCOUNT), await attached(OTHER_ACCOUNT)]).toEqual([1, 0]);
});

describe('a call with a role', () => {
  it("is refused with IAM's message until the role's policy allows it", async () => {
    const arn = await role([]);
    const ssm = new SSMClient(await assumed(arn));
    const put = () =>
      ssm.send(new PutParameterCommand({ Name: '/a/b', Value: 'x', Type: 'String', Overwrite: true }));
    await expect(put()).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /^User: arn:aws:sts::\d+:assumed-role\/role-\d+\/tester is not authorized to perform: ssm:PutParameter on resource: arn:aws:ssm:[\w-]+:\d+:parameter\/a\/b because no identity-based policy allows the ssm:PutParameter action$/,
      ) as string,
    });
    const iam = new IAMClient(local.client());
    const RoleName = arn.split('/')[1];
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [allow('ssm:PutParameter', ssmArn('/a/*'))],
    });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }));
    await expect(put()).resolves.toBeDefined();
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'p' }));
    await expect(put()).rejects.toThrow('not authorized');
  });

  it('needs an operation without a rule to be allowed on every resource', async () => {
    const narrow = new SSMClient(await assumed(await role([allow('ssm:*', ssmArn('/a'))])));
    await expect(narrow.send(new GetParameterCommand({ Name: '/a' }))).rejects.toThrow('/a not found');
    const { ListDocumentsCommand } = await import('@aws-sdk/client-ssm');
    await expect(narrow.send(new ListDocumentsCommand({}))).rejects.toThrow('does not know the resources');
    const wide = new SSMClient(await assumed(await role([allow('ssm:*')])));
    await expect(wide.send(new ListDocumentsCommand({}))).resolves.toBeDefined();
  });

  it('needs iam:PassRole for the roles that it passes, to that service', async () => {
    const passed = await role([], { Service: 'ecs-tasks.amazonaws.com' });
    const register = new RegisterTaskDefinitionCommand({
      family: 'f',
      executionRoleArn: passed,
      containerDefinitions: [{ name: 'c', image: 'i', memory: 64 }],
    });
    const passTo = (service: string) =>
      allow('iam:PassRole', passed, { StringEquals: { 'iam:PassedToService': service } });
    const ecs = async (...statements: object[]) => new ECSClient(await assumed(await role(statements)));
    const registers = allow(
      'ecs:RegisterTaskDefinition',
      `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/f:*`,
    );
    await expect((await ecs(registers)).send(register)).rejects.toThrow(
      `iam:PassRole on resource: ${passed}`,
    );
    await expect((await ecs(registers, passTo('lambda.amazonaws.com'))).send(register)).rejects.toThrow(
      'iam:PassRole',
    );
    await expect(
      (await ecs(registers, passTo('ecs-tasks.amazonaws.com'))).send(register),
    ).resolves.toBeDefined();
  });

  it('is recorded with the statement that allowed it', async () => {
    const arn = await role([
      allow(['ssm:GetParameter', 'ssm:PutParameter'], ssmArn('/used')),
      allow('s3:GetObject'),
    ]);
    const ssm = new SSMClient(await assumed(arn));
    await ssm.send(new PutParameterCommand({ Name: '/used', Value: 'x', Type: 'String' }));
    expect(local.authorization.grantsUsed().filter(({ roleArn }) => roleArn === arn)).toEqual([
      {
        roleArn: arn,
        policy: 'inline',
        statement: 'MayssmGetParameterssmPutParameter',
        actions: ['ssm:PutParameter'],
      },
    ]);
    expect(await local.authorization.unusedGrants([arn])).toEqual([
      expect.objectContaining({ actions: ['ssm:GetParameter'], whole: false }),
      expect.objectContaining({ statement: 'Mays3GetObject', whole: true }),
    ]);
  });
});
