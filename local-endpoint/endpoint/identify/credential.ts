import type { HeaderFields } from '../../kit/http/header-fields';

/** The credential scope of a signature; the signature itself is not verified. */
export interface Credential {
  readonly accessKeyId: string;
  readonly region: string;
  /** The signing name, for example `monitoring`. */
  readonly service: string;
  /** Whether it is in the query instead of a header: any page and any link can carry it so. */
  readonly inQuery: boolean;
}

/**
 * The credential scope of a request, from its Authorization header or, in a presigned URL, from its query.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 * @returns undefined for a request that is not signed
 */
export function credentialOf(headers: HeaderFields, query: URLSearchParams): Credential | undefined {
  const inHeader = scopeInHeader(headers);
  const scope = inHeader ?? query.get('X-Amz-Credential') ?? undefined;
  if (!scope) return ofVersion2(headers, query);
  const inQuery = inHeader === undefined;
  const parts = scope.split('/');
  const [accessKeyId = '', , region = '', service = ''] = parts;
  if (parts.length >= 5) return { accessKeyId, region, service, inQuery };
  const regions = headers.get('x-amz-region-set') ?? query.get('X-Amz-Region-Set') ?? '';
  return { accessKeyId, region: regions.split(',')[0] ?? '', service: parts[2] ?? '', inQuery }; // SigV4A signs for a set of regions
}

/** Signature Version 2, which only S3 still takes, for example from `aws s3 presign`; it names no region. */
function ofVersion2(headers: HeaderFields, query: URLSearchParams): Credential | undefined {
  const inHeader = /^AWS ([^:]+):/.exec(headers.get('authorization') ?? '')?.[1];
  const accessKeyId = inHeader ?? query.get('AWSAccessKeyId') ?? undefined;
  if (!accessKeyId) return undefined;
  return { accessKeyId, region: 'us-east-1', service: 's3', inQuery: inHeader === undefined };
}

function scopeInHeader(headers: HeaderFields): string | undefined {
  return /Credential=([^,\s]+)/.exec(headers.get('authorization') ?? '')?.[1];
}
