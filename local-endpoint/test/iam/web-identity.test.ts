import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ACCOUNT, type TestEndpoint, REGION, startTestEndpoint } from '../../testing';
import { unique } from './support/roles';
import { createIdentityProvider, exchange, identityToken, roleArn, trustIn } from './support/web-identity';

const GITHUB = 'https://token.actions.githubusercontent.com';
const HOST = 'token.actions.githubusercontent.com';
const MAIN = 'repo:acme/storefront:ref:refs/heads/main';

let local: TestEndpoint;
let provider: string;
beforeAll(async () => {
  local = await startTestEndpoint({ roles: 'enforced' });
  provider = await createIdentityProvider(local, GITHUB, 'sts.amazonaws.com');
});
afterAll(() => local.close());

/** Seconds; the endpoint's clock stands still here. */
const NOW = Date.parse('2026-01-01T00:00:00Z') / 1000;

const token = (claims: object = {}) =>
  identityToken({ iss: GITHUB, aud: 'sts.amazonaws.com', sub: MAIN, exp: NOW + 300, ...claims });

async function roleTrusting(condition?: object, principal = provider): Promise<string> {
  const RoleName = unique('ci');
  const AssumeRolePolicyDocument = JSON.stringify(trustIn(principal, condition));
  await new IAMClient(local.client()).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  return roleArn(RoleName);
}

const ON_MAIN = {
  StringEquals: { [`${HOST}:aud`]: 'sts.amazonaws.com', [`${HOST}:sub`]: MAIN },
};

describe('a token of an identity provider', () => {
  it('gives its holder a session of the role, without other credentials', async () => {
    const arn = await roleTrusting(ON_MAIN);
    const { Credentials, ...answer } = await exchange(local, arn, token());
    expect(answer).toMatchObject({
      SubjectFromWebIdentityToken: MAIN,
      Provider: provider,
      Audience: 'sts.amazonaws.com',
      AssumedRoleUser: { Arn: expect.stringContaining(':assumed-role/ci-') as string },
    });
    const credentials = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    const sts = new STSClient({ endpoint: local.url, region: REGION, credentials });
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toBe(`${arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/job`);
  });

  it('is accepted without a check of its signature, which is logged once', async () => {
    const arn = await roleTrusting(ON_MAIN);
    await exchange(local, arn, token());
    await exchange(local, arn, token());
    expect(local.log.filter((line) => line.includes('signature'))).toHaveLength(1);
  });

  it.each([
    { name: 'another branch', claims: { sub: 'repo:acme/storefront:ref:refs/heads/feature' } },
    { name: 'another repository', claims: { sub: 'repo:evil/storefront:ref:refs/heads/main' } },
    { name: 'an environment instead of a branch', claims: { sub: 'repo:acme/storefront:environment:prd' } },
  ])('is refused for $name', async ({ claims }) => {
    const refused = exchange(local, await roleTrusting(ON_MAIN), token(claims));
    await expect(refused).rejects.toMatchObject({
      name: 'AccessDenied',
      message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    });
  });

  it('is refused once it has expired, for another audience, and from an issuer that the account does not know', async () => {
    const arn = await roleTrusting(ON_MAIN);
    await expect(exchange(local, arn, token({ exp: NOW }))).rejects.toMatchObject({
      name: 'ExpiredTokenException',
      message: `Token expired: current date/time ${NOW} must be before the expiration date/time ${NOW}`,
    });
    await expect(exchange(local, arn, token({ aud: 'somebody' }))).rejects.toMatchObject({
      name: 'InvalidIdentityTokenException',
      message: 'Incorrect token audience',
    });
    await expect(exchange(local, arn, token({ iss: 'https://gitlab.com' }))).rejects.toMatchObject({
      name: 'InvalidIdentityTokenException',
      message: 'No OpenIDConnect provider found in your account for https://gitlab.com',
    });
  });

  it('must be a JWT with the claims that STS requires', async () => {
    const arn = await roleTrusting();
    await expect(exchange(local, arn, 'secret')).rejects.toThrow('is not a valid JWT');
    await expect(exchange(local, arn, token({ sub: undefined }))).rejects.toThrow(
      'Missing a required claim: sub',
    );
  });

  it('is refused by a role that trusts another provider, and by one that does not exist', async () => {
    const other = `arn:aws:iam::${ACCOUNT}:oidc-provider/gitlab.com`;
    await expect(exchange(local, await roleTrusting(undefined, other), token())).rejects.toThrow(
      'Not authorized',
    );
    await expect(exchange(local, roleArn('missing'), token())).rejects.toThrow('Not authorized');
  });

  it('is matched by the claims that AWS supports for GitHub', async () => {
    const arn = await roleTrusting({ StringEquals: { [`${HOST}:repository`]: 'acme/storefront' } });
    await expect(exchange(local, arn, token({ repository: 'acme/storefront' }))).resolves.toBeDefined();
    await expect(exchange(local, arn, token({ repository: 'acme/other' }))).rejects.toThrow('Not authorized');
    await expect(exchange(local, arn, token())).rejects.toThrow('Not authorized');
  });
});
