import { GetOpenIDConnectProviderCommand, IAMClient } from '@aws-sdk/client-iam';
import type { Aws } from '../../../kit/aws';
import { type Claims, invalid } from './token';

/** An identity provider that an account trusts. */
export interface IdentityProvider {
  readonly arn: string;
  /** Its URL without `https://`, with which its condition keys start. */
  readonly host: string;
}

/**
 * The identity provider of an account that a token comes from, once the token is meant for it.
 * @throws AwsError `InvalidIdentityToken` where the account has none for the issuer, or the audience is none of its clients
 */
export async function identityProvider(
  { issuer, audiences }: Claims,
  account: string,
  aws: Pick<Aws, 'asService'>,
): Promise<IdentityProvider> {
  const host = issuer.replace(/^https:\/\//, '');
  const arn = `arn:aws:iam::${account}:oidc-provider/${host}`;
  const iam = new IAMClient(aws.asService(account, 'us-east-1'));
  const { ClientIDList = [] } = await iam
    .send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }))
    .catch((error: Error) => {
      if (error.name !== 'NoSuchEntityException' && error.name !== 'NoSuchEntity') throw error;
      throw invalid(`No OpenIDConnect provider found in your account for ${issuer}`);
    });
  if (!audiences.some((audience) => ClientIDList.includes(audience)))
    throw invalid('Incorrect token audience');
  return { arn, host };
}
