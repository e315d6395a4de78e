import type { Protocol, RawRequest } from '../../kit/call';
import { AwsError } from '../../kit/aws-error';
import { urlOf } from '../../kit/http/url-of';
import { type Credential, credentialOf } from './credential';
import { identifyLambda } from './lambda';
import { parseQueryForm } from './query-form';
import { identifyS3 } from './s3';

/** The meaning of a request, before the caller is known. */
export interface IdentifiedRequest {
  readonly credential: Credential;
  readonly service: string;
  readonly protocol: Protocol;
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

/** Signing names that differ from the names in IAM actions. */
const SERVICE_NAMES: Readonly<Record<string, string>> = {
  monitoring: 'cloudwatch',
  eventbridge: 'events',
  email: 'ses',
};

/** A service by its name in IAM actions, whether given so or as its signing name. */
export const serviceName = (name: string): string => SERVICE_NAMES[name.toLowerCase()] ?? name.toLowerCase();

/** @throws AwsError for a request that is unsigned or malformed */
export function identify(request: RawRequest): IdentifiedRequest {
  const credential = signedWith(request) ?? unsignedCredential(request);
  if (!credential) throw new AwsError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
  const protocol = guessProtocol(request);
  const service = serviceName(credential.service);
  const identified = { credential, protocol, service, ...callOf(protocol, request) };
  if (credential.inQuery && !canBePresigned(identified)) throw notPresignable(identified);
  return identified;
}

/**
 * What AWS's tools presign: any request to S3 (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html)
 * and the call that proves an identity to others, such as Kubernetes
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html). AWS takes signatures in the query from
 * more services, but a link or form of any web page can carry one, and no signature is verified here.
 */
const canBePresigned = ({ service, protocol, operation }: Omit<IdentifiedRequest, 'credential'>): boolean =>
  (service === 's3' && protocol === 'rest-xml') || (service === 'sts' && operation === 'GetCallerIdentity');

function notPresignable({ service, operation }: Pick<IdentifiedRequest, 'service' | 'operation'>): AwsError {
  return new AwsError(
    'MissingAuthenticationToken',
    `Missing Authentication Token: the local endpoint takes a signature in the query only for S3 and sts:GetCallerIdentity, which are presigned (got: ${service}:${operation}); sign in the header Authorization`,
    403,
  );
}

/** The protocol of a request, as far as it can be recognized; also for requests that {@link identify} refuses. */
export function guessProtocol(request: RawRequest): Protocol {
  const { headers, path } = request;
  const service = serviceName(signedWith(request)?.service ?? '');
  if (headers.has('x-amz-target')) return 'json';
  if (service === 's3') return 'rest-xml';
  if (service === 'lambda') return 'rest-json';
  if (headers.get('smithy-protocol') === 'rpc-v2-cbor') return 'cbor';
  const form = headers.get('content-type')?.startsWith('application/x-www-form-urlencoded');
  if (form || /[?&]Action=/.test(path)) return service === 'ec2' ? 'ec2-query' : 'query';
  return 'rest-other';
}

const signedWith = ({ headers, path }: RawRequest): Credential | undefined =>
  credentialOf(headers, path.includes('?') ? urlOf(path).searchParams : NO_QUERY);

const NO_QUERY = new URLSearchParams();

/**
 * A call with an identity token needs no signature: it is made to get the credentials for one.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
function unsignedCredential(request: RawRequest): Credential | undefined {
  return guessProtocol(request) === 'query' && form(request).operation === 'AssumeRoleWithWebIdentity'
    ? { accessKeyId: '', region: 'us-east-1', service: 'sts', inQuery: false }
    : undefined;
}

function callOf(
  protocol: Protocol,
  request: RawRequest,
): { operation: string; input: Record<string, unknown> } {
  switch (protocol) {
    case 'json':
      return {
        operation: request.headers.get('x-amz-target')?.split('.').at(-1) ?? '',
        input: json(request.body),
      };
    case 'query':
    case 'ec2-query':
      return form(request);
    case 'rest-xml':
      return identifyS3(request);
    case 'rest-json':
      return identifyLambda(request);
    case 'cbor':
      return { operation: request.path.split('/').at(-1) ?? '', input: {} };
    case 'rest-other':
      return { operation: `${request.method} ${request.path.split('?')[0]}`, input: {} };
  }
}

function form({ path, body }: RawRequest): { operation: string; input: Record<string, unknown> } {
  const fields = urlOf(path).searchParams;
  for (const [name, value] of new URLSearchParams(Buffer.from(body).toString('utf8')))
    fields.append(name, value);
  const operation = fields.get('Action');
  if (!operation) throw new AwsError('MissingAction', 'The request must contain the parameter Action.');
  for (const name of [...fields.keys()]) if (name.startsWith('X-Amz-')) fields.delete(name);
  return { operation, input: parseQueryForm(fields) };
}

function json(body: Uint8Array): Record<string, unknown> {
  try {
    return body.length === 0
      ? {}
      : (JSON.parse(Buffer.from(body).toString('utf8')) as Record<string, unknown>);
  } catch {
    throw new AwsError('SerializationException', 'The request body is not valid JSON.');
  }
}
