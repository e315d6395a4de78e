import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { CreateKeyCommand, DescribeKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { ACCOUNT, type TestEndpoint, startTestEndpoint } from '../../testing';
import { allow, policy, rolesOf } from './support/roles';

let local: TestEndpoint;
beforeAll(async () => {
  local = await startTestEndpoint({ roles: 'enforced' });
  await new SSMClient(local.client()).send(new PutParameterCommand(PARAMETER));
});
afterAll(() => local.close());

const PARAMETER = { Name: '/session/colour', Value: 'green', Type: 'String', Overwrite: true } as const;
const { role, assumed } = rolesOf(() => local);

const READ = allow('ssm:GetParameter');
const WRITE = allow('ssm:PutParameter');

const read = async (session: Awaited<ReturnType<typeof assumed>>) =>
  new SSMClient(session).send(new GetParameterCommand({ Name: PARAMETER.Name }));
const write = async (session: Awaited<ReturnType<typeof assumed>>) =>
  new SSMClient(session).send(new PutParameterCommand(PARAMETER));

it('lets a session do what the role and its own policy allow, and nothing else', async () => {
  const session = await assumed(await role([READ, WRITE]), { Policy: policy(READ) });
  await expect(read(session)).resolves.toBeDefined();
  await expect(write(session)).rejects.toThrow(
    'because no session policy allows the ssm:PutParameter action',
  );
});

it('gives a session nothing that the role may not do', async () => {
  const session = await assumed(await role([READ]), { Policy: policy(READ, WRITE) });
  await expect(write(session)).rejects.toThrow(
    'because no identity-based policy allows the ssm:PutParameter',
  );
});

it('obeys a deny of the session', async () => {
  const Policy = policy(allow('ssm:*'), { ...READ, Effect: 'Deny' });
  const session = await assumed(await role([READ, WRITE]), { Policy });
  await expect(read(session)).rejects.toThrow('with an explicit deny in a session policy');
  await expect(write(session)).resolves.toBeDefined();
});

it('limits the session that it was given for, and no other of the role', async () => {
  const roleArn = await role([READ, WRITE]);
  await assumed(roleArn, { Policy: policy(READ) });
  await expect(write(await assumed(roleArn))).resolves.toBeDefined();
});

it('limits what the policy of a resource allows the role, and everyone', async () => {
  const roleArn = await role([]);
  const everything = { Effect: 'Allow', Action: 'kms:*', Resource: '*' };
  const create = async (Principal: object) => {
    const Policy = policy({ ...everything, Principal });
    return new KMSClient(local.client()).send(new CreateKeyCommand({ Policy }));
  };
  for (const AWS of [roleArn, '*']) {
    const { KeyMetadata } = await create({ AWS });
    const describe = async (options: object) =>
      new KMSClient(await assumed(roleArn, options)).send(
        new DescribeKeyCommand({ KeyId: KeyMetadata?.KeyId }),
      );
    await expect(describe({ Policy: policy(allow('kms:DescribeKey')) })).resolves.toBeDefined();
    await expect(describe({ Policy: policy(READ) })).rejects.toThrow('because no session policy allows');
  }
});

it('limits which roles the session may assume in turn', async () => {
  const target = await role([]);
  const roleArn = await role([allow('sts:AssumeRole', target)]);
  const assume = async (options: object) =>
    new STSClient(await assumed(roleArn, options)).send(
      new AssumeRoleCommand({ RoleArn: target, RoleSessionName: 'chain' }),
    );
  await expect(assume({ Policy: policy(READ) })).rejects.toThrow('not authorized');
  await expect(assume({})).resolves.toBeDefined();
});

it('needs no right to know who it is', async () => {
  const session = await assumed(await role([READ]), { Policy: policy(READ) });
  await expect(new STSClient(session).send(new GetCallerIdentityCommand({}))).resolves.toMatchObject({
    Account: ACCOUNT,
  });
});

it.each([
  { given: 'no JSON', Policy: 'allow it', name: 'MalformedPolicyDocumentException' },
  {
    given: 'a statement without actions',
    Policy: policy({ Effect: 'Allow' }),
    name: 'MalformedPolicyDocumentException',
  },
  { given: 'more than 2,048 characters', Policy: policy(allow('s'.repeat(2048))), name: 'ValidationError' },
])('refuses $given', async ({ Policy, name }) => {
  const roleArn = await role([READ]);
  await expect(assumed(roleArn, { Policy })).rejects.toMatchObject({ name });
});
