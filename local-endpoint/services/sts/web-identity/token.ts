import { AwsError } from '../../../kit/aws-error';

/** What an identity token claims, its signature not looked at. https://openid.net/specs/openid-connect-core-1_0.html#IDToken */
export interface Claims {
  /** URL of who issued it. */
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly subject: string;
  /** Seconds since 1970. */
  readonly expires: number;
  /** Every claim, these too. */
  readonly all: Readonly<Record<string, unknown>>;
}

/**
 * Reads a JSON Web Token. https://www.rfc-editor.org/rfc/rfc7519
 * @throws AwsError `InvalidIdentityToken` for what is none, or lacks a claim that STS asks for
 */
export function readToken(token: string): Claims {
  const all = payloadOf(token);
  return {
    issuer: text(all, 'iss'),
    audiences: [required(all, 'aud')].flat().map(String),
    subject: text(all, 'sub'),
    expires: Number(required(all, 'exp')),
    all,
  };
}

function payloadOf(token: string): Claims['all'] {
  const [header, payload, signature, ...more] = token.split('.').map(decoded);
  if (isRecord(header) && isRecord(payload) && signature !== undefined && more.length === 0) return payload;
  throw invalid(
    'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
  );
}

/** A part of a token; the signature, which is no JSON, stays text. */
function decoded(part: string): unknown {
  const plain = Buffer.from(part, 'base64url').toString('utf8');
  try {
    return JSON.parse(plain) as unknown;
  } catch {
    return plain;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const text = (all: Claims['all'], claim: string): string => String(required(all, claim));

function required(all: Claims['all'], claim: string): unknown {
  const value = all[claim];
  if (value === undefined || value === null) throw invalid(`Missing a required claim: ${claim}`);
  return value;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html#API_AssumeRoleWithWebIdentity_Errors */
export const invalid = (message: string): AwsError => new AwsError('InvalidIdentityToken', message);
