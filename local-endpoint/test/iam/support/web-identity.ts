import { CreateOpenIDConnectProviderCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ACCOUNT, type TestEndpoint, REGION } from '../../../testing';

/** An identity token with an invalid signature. */
export function identityToken(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.c2lnbmF0dXJl`;
}

/** An identity provider of the account. */
export async function createIdentityProvider(
  local: Pick<TestEndpoint, 'client'>,
  Url: string,
  audience: string,
): Promise<string> {
  const { OpenIDConnectProviderArn = '' } = await new IAMClient(local.client()).send(
    new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: [audience] }),
  );
  return OpenIDConnectProviderArn;
}

/** The trust policy's statement that lets a provider's tokens in. */
export const trustIn = (provider: string, Condition?: object) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: provider },
      Action: 'sts:AssumeRoleWithWebIdentity',
      ...(Condition ? { Condition } : {}),
    },
  ],
});

/** Exchanges a token, as a job of a CI does that has no credentials. */
export async function exchange(local: TestEndpoint, RoleArn: string, WebIdentityToken: string) {
  const sts = new STSClient({
    endpoint: local.url,
    region: REGION,
    signer: { sign: (request) => Promise.resolve(request) },
    credentials: { accessKeyId: '', secretAccessKey: '' },
  });
  return sts.send(
    new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: 'job', WebIdentityToken }),
  );
}

/** A role's ARN in the account. */
export const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
