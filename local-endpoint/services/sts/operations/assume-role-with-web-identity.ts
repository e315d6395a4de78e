import type { Aws } from '../../../kit/aws';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { openSession } from '../../../authorization/assume';
import type { RoleReader } from '../../../authorization/reader';
import type { Sessions } from '../../../authorization/sessions';
import { identityProvider } from '../web-identity/identity-provider';
import { readToken } from '../web-identity/token';
import { trusts } from '../web-identity/trust';
import { checkNames, checkNoSessionPolicies, type SessionPolicies } from './session-input';

interface Input extends SessionPolicies {
  RoleArn?: string;
  RoleSessionName?: string;
  WebIdentityToken?: string;
  DurationSeconds?: string;
}

/** What exchanging tokens needs. */
export interface WebIdentityParts {
  readonly aws: Pick<Aws, 'asService'>;
  readonly reader: RoleReader;
  readonly sessions: Sessions;
  readonly now: () => Date;
  /** A line for the person who watches. */
  readonly log: (line: string) => void;
}

/**
 * Gives the holder of an identity token a role's session, where the role's trust policy agrees with the token's claims.
 * Nobody's keys are fetched from here, so the signature is not verified: whoever can write a token can take the role,
 * which is said once. All else is as in AWS: issuer, audience, expiry and every condition.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export function assumeRoleWithWebIdentity(parts: WebIdentityParts): Operation<Input> {
  const { aws, reader, sessions, now } = parts;
  const warnOfSignatures = once(() => parts.log(UNVERIFIED));
  return async (input) => {
    const { roleArn, sessionName } = checkNames(input);
    checkNoSessionPolicies(input, 'AssumeRoleWithWebIdentity');
    const claims = readToken(input.WebIdentityToken ?? '');
    const provider = await identityProvider(claims, roleArn.split(':')[4] ?? '', aws);
    checkExpiry(claims.expires, now());
    const role = await reader.role(roleArn);
    if (!role || !trusts(role, roleArn, provider, claims, sessionName)) throw notAuthorized();
    const seconds = Number(input.DurationSeconds ?? 3600);
    if (seconds > role.maxSessionDuration) throw new AwsError('ValidationError', TOO_LONG);
    warnOfSignatures();
    const { credentials, assumedRoleArn, assumedRoleId } = openSession(role, roleArn, sessionName, sessions);
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: new Date(now().getTime() + seconds * 1000),
      },
      SubjectFromWebIdentityToken: claims.subject,
      AssumedRoleUser: { AssumedRoleId: assumedRoleId, Arn: assumedRoleArn },
      PackedPolicySize: 0,
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

/** AWS does not tell whether the role exists, nor which condition does not hold. */
const notAuthorized = (): AwsError =>
  new AwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403);

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}
