import { parseArn } from '../../../kit/arn';
import { AwsError } from '../../../kit/aws-error';
import type { ServiceContext } from '../../../kit/context';
import type { Operation } from '../../../kit/operation';
import { checkSessionInput, durationOf, type SessionInput, sessionOutput } from '../session-request';
import { identityProvider } from '../web-identity/identity-provider';
import { readToken } from '../web-identity/token';
import { trusts } from '../web-identity/trust';

interface Input extends SessionInput {
  readonly WebIdentityToken?: string;
}

/**
 * Gives the holder of an identity token a role's session, where the role's trust policy allows the token's claims. The
 * endpoint fetches nobody's keys, so the signature is not verified: whoever can write a token can assume the role, which
 * is logged once. All else is as in AWS: issuer, audience, expiry and every condition.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export function assumeRoleWithWebIdentity({
  aws,
  clock,
  identities,
  log,
}: Pick<ServiceContext, 'aws' | 'clock' | 'identities' | 'log'>): Operation<Input> {
  const warn = once(() => log(UNVERIFIED));
  return async (input) => {
    const { roleArn, sessionName, policy } = checkSessionInput(input, 'AssumeRoleWithWebIdentity');
    const claims = readToken(input.WebIdentityToken ?? '');
    const provider = await identityProvider(claims, parseArn(roleArn)?.account ?? '', aws);
    checkExpiry(claims.expires, clock.now());
    const role = await identities.roles.role(roleArn);
    if (!role || !trusts(role, roleArn, provider, claims, sessionName)) throw notAuthorized();
    const seconds = durationOf(input);
    if (seconds > role.maxSessionDuration) throw new AwsError('ValidationError', TOO_LONG);
    warn();
    return {
      ...sessionOutput(
        identities.openSession(role, { roleArn, sessionName, policy }),
        ...([seconds, clock.now(), input.Policy] as const),
      ),
      SubjectFromWebIdentityToken: claims.subject,
      Provider: provider.arn,
      Audience: claims.audiences[0] ?? '',
    };
  };
}

const UNVERIFIED =
  'sts:AssumeRoleWithWebIdentity checks everything about an identity token but its signature: no issuer is asked for its keys from here';

const TOO_LONG = 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.';

function checkExpiry(expires: number, now: Date): void {
  const seconds = Math.floor(now.getTime() / 1000);
  if (seconds < expires) return;
  throw new AwsError(
    'ExpiredTokenException',
    `Token expired: current date/time ${seconds} must be before the expiration date/time ${expires}`,
  );
}

/** The same whether the role is missing or a condition does not hold, as in AWS. */
const notAuthorized = (): AwsError =>
  new AwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403);

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}
