import type { Protocol, RawRequest } from '../../kit/call';
import { AwsError } from '../../kit/aws-error';
import { type Credential, credentialOf } from './credential';
import { identifyLambda } from './lambda';
import { parseQueryForm } from './query-form';
import { identifyS3 } from './s3';

/** What a request asks for, before it is known who asks. */
export interface Identified {
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

/** @throws AwsError for a request that is unsigned or not well formed */
export function identify(request: RawRequest): Identified {
  const credential = signedWith(request) ?? provenOtherwise(request);
  if (!credential) throw new AwsError('MissingAuthenticationToken', 'Missing Authentication Token', 403);
  const protocol = guessProtocol(request);
  return { credential, protocol, service: serviceName(credential.service), ...callOf(protocol, request) };
}

/** How a request is written down, as far as can be told; works for what {@link identify} refuses. */
export function guessProtocol(request: RawRequest): Protocol {
  const { headers, path } = request;
  const service = serviceName(signedWith(request)?.service ?? '');
  if (headers.has('x-amz-target')) return 'json';
  if (service === 's3') return 'rest-xml';
  if (service === 'lambda') return 'rest-json';
  if (headers.get('smithy-protocol') === 'rpc-v2-cbor') return 'cbor';
  const form = headers.get('content-type')?.startsWith('application/x-www-form-urlencoded');
  if (form || /[?&]Action=/.test(path)) return service === 'ec2' ? 'ec2' : 'query';
  return 'rest-other';
}

const signedWith = ({ headers, path }: RawRequest): Credential | undefined =>
  credentialOf(headers, new URL(path, 'http://any').searchParams);

/**
 * A call with an identity token in it needs no signature, nor the credentials that it is made to get.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
function provenOtherwise(request: RawRequest): Credential | undefined {
  return guessProtocol(request) === 'query' && form(request).operation === 'AssumeRoleWithWebIdentity'
    ? { accessKeyId: '', region: 'us-east-1', service: 'sts' }
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
    case 'ec2':
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
  const fields = new URL(path, 'http://any').searchParams;
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
