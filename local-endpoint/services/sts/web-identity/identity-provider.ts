import { GetOpenIDConnectProviderCommand, IAMClient } from '@aws-sdk/client-iam';
import { clientOf } from '../../../kit/client';
import type { Aws } from '../../../kit/aws';
import { type Claims, invalidToken } from './token';

/** An identity provider that an account trusts. */
export interface IdentityProvider {
  readonly arn: string;
  /** Its URL without `https://`, with which its condition keys start. */
  readonly host: string;
}

/**
 * The identity provider of an account for a token's issuer.
 * @throws AwsError `InvalidIdentityToken` where the account has none, or no audience of the token is one of its clients
 */
export async function identityProvider(
  { issuer, audiences }: Claims,
  account: string,
  aws: Pick<Aws, 'asService'>,
): Promise<IdentityProvider> {
  const host = issuer.replace(/^https:\/\//, '');
  const arn = `arn:aws:iam::${account}:oidc-provider/${host}`;
  const iam = clientOf(IAMClient, aws.asService(account, 'us-east-1'));
  const { ClientIDList = [] } = await iam
    .send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }))
    .catch((error: Error) => {
      if (error.name !== 'NoSuchEntityException' && error.name !== 'NoSuchEntity') throw error;
      throw invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`);
    });
  if (!audiences.some((audience) => ClientIDList.includes(audience)))
    throw invalidToken('Incorrect token audience');
  return { arn, host };
}
