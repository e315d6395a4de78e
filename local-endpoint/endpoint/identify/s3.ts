import * as client from '@aws-sdk/client-s3';
import { AwsError } from '../../kit/aws-error';
import type { RawRequest } from '../../kit/call';
import { urlOf } from '../../kit/http/url-of';
import { boundInput, createRouter, type RestRequest } from './rest-route';
import { operationsOf } from './schema';

/** Operations of directory buckets and of other endpoints, whose routes equal those of ordinary ones. */
const ELSEWHERE = new Set(['ListDirectoryBuckets', 'WriteGetObjectResponse', 'CreateSession']);

const operations = operationsOf(client).filter(({ name }) => !ELSEWHERE.has(name));
const takesBucket = (name: string): boolean => name === 'Bucket';
const ofService = createRouter(operations.filter(({ input }) => !input.some((m) => takesBucket(m.name))));
const ofBucket = createRouter(operations.filter(({ input }) => input.some((m) => takesBucket(m.name))));

/**
 * The operation and input of an S3 request in path style. Bodies are not parsed; those that are strings become members
 * of the input (`Policy`).
 */
export function identifyS3(request: RawRequest): { operation: string; input: Record<string, unknown> } {
  const { pathname, searchParams } = urlOf(request.path);
  const [bucket = '', ...rest] = pathname.slice(1).split('/');
  const key = decode(rest.join('/'));
  const parsed: RestRequest = {
    method: request.method,
    segments: key === '' ? [] : [key],
    query: searchParams,
    headers: request.headers,
  };
  const match = bucket === '' ? ofService(parsed) : ofBucket(parsed);
  if (!match) return { operation: `${request.method} ${pathname}`, input: {} };
  const input = { ...boundInput(match, parsed), ...(bucket === '' ? {} : { Bucket: decode(bucket) }) };
  const text = match.schema.input.find(({ location, type }) => location === 'payload' && type === 'string');
  return {
    operation: match.schema.name,
    input: text ? { ...input, [text.name]: Buffer.from(request.body).toString('utf8') } : input,
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
}
