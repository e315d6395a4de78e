import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { ACCOUNT, REGION, startTestEndpoint, type TestEndpoint } from '../../testing';
import { allow, rolesOf } from './support/roles';

let local: TestEndpoint;
beforeEach(async () => {
  local = await startTestEndpoint({ roles: 'enforced' });
});
afterEach(() => local.close());

const { role, assumed } = rolesOf(() => local);
const parameters = `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/*`;

const withhold = (roleArn: string, isLeft = () => false) =>
  local.authorization.withheldGrants.begin({ roles: [roleArn], isLeft });

/** Writes, then reads; the names of the errors, if any. */
async function outcomes(roleArn: string): Promise<string[]> {
  const ssm = new SSMClient(await assumed(roleArn));
  const name = (error: Error) => error.name;
  const put = new PutParameterCommand({ Name: '/a', Value: 'x', Type: 'String', Overwrite: true });
  return [
    await ssm.send(put).then(() => 'written', name),
    await ssm.send(new GetParameterCommand({ Name: '/a' })).then(() => 'read', name),
  ];
}

it('takes each grant away at the first call that it alone allows, until it is given back, and once', async () => {
  const arn = await role([allow(['ssm:PutParameter', 'ssm:Get*'], parameters)]);
  const { withheldGrants } = local.authorization;
  withhold(arn);
  expect(await outcomes(arn)).toEqual(['AccessDeniedException', 'ParameterNotFound']);
  expect(await outcomes(arn)).toEqual(['AccessDeniedException', 'ParameterNotFound']);
  expect(withheldGrants.missing()).toMatchObject({
    roleArn: arn,
    pattern: 'ssm:PutParameter',
    action: 'ssm:PutParameter',
  });
  withheldGrants.giveBack();
  expect(await outcomes(arn)).toEqual(['written', 'AccessDeniedException']);
  expect(withheldGrants.missing()).toMatchObject({
    pattern: 'ssm:Get*',
    action: 'ssm:GetParameter',
    resource: expect.stringMatching(/parameter\/a$/) as string,
  });
  withheldGrants.giveBack();
  expect(await outcomes(arn)).toEqual(['written', 'read']);
  expect(withheldGrants.missing()).toBeUndefined();
});

it('lists each call that was refused for it alone, and what the role was refused anyway', async () => {
  const arn = await role([allow('ssm:*', `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/a`)]);
  const { withheldGrants } = local.authorization;
  withhold(arn);
  const ssm = new SSMClient(await assumed(arn));
  for (const Name of ['/a', '/b', '/a', '/b'])
    await expect(ssm.send(new GetParameterCommand({ Name }))).rejects.toThrow('ssm:GetParameter');
  await outcomes(arn);
  const call = (name: string, action: string) => ({
    action,
    resource: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/${name}`,
  });
  expect(withheldGrants.missing()).toMatchObject({
    refused: [call('a', 'ssm:GetParameter'), call('a', 'ssm:PutParameter')],
    refusedAnyway: [call('b', 'ssm:GetParameter')],
  });
});

it('takes nothing away that another statement allows as well', async () => {
  const arn = await role([allow('ssm:*', parameters), allow(['ssm:PutParameter', 'ssm:GetParameter'])]);
  withhold(arn);
  expect(await outcomes(arn)).toEqual(['written', 'read']);
});

it('leaves other roles alone, and the grants that it is asked to', async () => {
  const arn = await role([allow('ssm:*', parameters)]);
  withhold(arn, () => true);
  expect(await outcomes(arn)).toEqual(['written', 'read']);
  withhold(await role([]));
  expect(await outcomes(arn)).toEqual(['written', 'read']);
});

it('takes away the right to take another role', async () => {
  const other = await role([]);
  const arn = await role([allow('sts:AssumeRole', other)]);
  const sts = new STSClient(await assumed(arn));
  withhold(arn);
  const take = () => sts.send(new AssumeRoleCommand({ RoleArn: other, RoleSessionName: 'tester' }));
  await expect(take()).rejects.toThrow('sts:AssumeRole');
  local.authorization.withheldGrants.giveBack();
  await expect(take()).resolves.toBeDefined();
});

it('takes nothing from another role while one lacks something', async () => {
  const [first, second] = [
    await role([allow('ssm:*', parameters)]),
    await role([allow('ssm:*', parameters)]),
  ] as const;
  const { withheldGrants } = local.authorization;
  withheldGrants.begin({ roles: [first, second], isLeft: () => false });
  expect(await outcomes(first)).toEqual(['AccessDeniedException', 'AccessDeniedException']);
  expect(await outcomes(second)).toEqual(['written', 'read']);
  withheldGrants.giveBack();
  expect(await outcomes(second)).toEqual(['AccessDeniedException', 'AccessDeniedException']);
});
