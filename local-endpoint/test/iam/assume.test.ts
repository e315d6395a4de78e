import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ACCOUNT, OTHER_ACCOUNT, type TestEndpoint, REGION, startTestEndpoint } from '../../testing';
import { allow, rolesOf } from './support/roles';

let local: TestEndpoint;
beforeAll(async () => {
  local = await startTestEndpoint({ roles: 'enforced' });
});
afterAll(() => local.close());

const { role, assumed } = rolesOf(() => local);

describe('assuming a role', () => {
  it('tells who one is then', async () => {
    const arn = await role([]);
    const who = await new STSClient(await assumed(arn)).send(new GetCallerIdentityCommand({}));
    expect(who).toMatchObject({
      Account: ACCOUNT,
      Arn: `${arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/tester`,
      UserId: expect.stringMatching(/^AROA\w+:tester$/) as string,
    });
  });

  it('tells dummy credentials and account keys apart', async () => {
    const of = async (key: string) => new STSClient(local.client(key)).send(new GetCallerIdentityCommand({}));
    expect(await of('test')).toMatchObject({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:root` });
    expect(await of(OTHER_ACCOUNT)).toMatchObject({
      Account: OTHER_ACCOUNT,
      Arn: `arn:aws:iam::${OTHER_ACCOUNT}:root`,
    });
  });

  it('is denied for a role that does not exist, that trusts somebody else, or without the external id', async () => {
    const missing = `arn:aws:iam::${ACCOUNT}:role/missing`;
    await expect(assumed(missing)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::${ACCOUNT}:root is not authorized to perform: sts:AssumeRole on resource: ${missing}`,
    });
    await expect(assumed(await role([], { Service: 'codepipeline.amazonaws.com' }))).rejects.toThrow(
      'sts:AssumeRole',
    );
    const guarded = await role([], { AWS: ACCOUNT }, { StringEquals: { 'sts:ExternalId': 'secret' } });
    await expect(assumed(guarded)).rejects.toThrow('sts:AssumeRole');
    await expect(assumed(guarded, { ExternalId: 'secret' })).resolves.toBeDefined();
  });

  it('works across accounts where the role trusts the account', async () => {
    const trusting = await role([], { AWS: `arn:aws:iam::${OTHER_ACCOUNT}:root` });
    await expect(assumed(trusting, {}, OTHER_ACCOUNT)).resolves.toBeDefined();
    await expect(assumed(trusting)).rejects.toThrow('not authorized');
  });

  it('needs the right to assume where one is a role oneself', async () => {
    const target = await role([]);
    const plain = new STSClient(await assumed(await role([])));
    const allowed = new STSClient(await assumed(await role([allow('sts:AssumeRole', target)])));
    const command = () => new AssumeRoleCommand({ RoleArn: target, RoleSessionName: 'chain' });
    await expect(plain.send(command())).rejects.toThrow('not authorized');
    await expect(allowed.send(command())).resolves.toBeDefined();
  });

  it('works for services that the role trusts, and only for them', async () => {
    const arn = await role([allow('ssm:*')], { Service: 'codepipeline.amazonaws.com' });
    const identity = await local.context.aws.asRole(arn, REGION, 'codepipeline.amazonaws.com');
    const who = await new STSClient(identity).send(new GetCallerIdentityCommand({}));
    expect(who.Arn).toContain(':assumed-role/');
    await expect(local.context.aws.asRole(arn, REGION, 'events.amazonaws.com')).rejects.toThrow(
      'not authorized',
    );
  });

  it('does not take the key of another run for dummy credentials', async () => {
    const sts = new STSClient(local.client('ASIALOCALFORGOTTEN'));
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'ExpiredToken' });
  });
});
