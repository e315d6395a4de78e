import { XMLParser } from 'fast-xml-parser';
import type { Protocol } from '../kit/call';
import type { MotoAnswer } from './moto';
import { AwsError } from '../kit/aws-error';
const parser = new XMLParser({ parseTagValue: false, ignoreAttributes: true });

/** An error that moto answered, in its own code and words. */
export function motoError(protocol: Protocol, { status, headers, body }: MotoAnswer): AwsError {
  const text = body.toString('utf8');
  if (protocol === 'json' || protocol === 'rest-json') {
    const parsed = JSON.parse(text || '{}') as { __type?: string; message?: string; Message?: string };
    const code = headers.get('x-amzn-errortype') ?? parsed.__type ?? 'InternalFailure';
    return new AwsError(code.split('#').at(-1) ?? code, parsed.message ?? parsed.Message ?? '', status);
  }
  const code = /<Code>([^<]*)<\/Code>/.exec(text)?.[1] ?? 'InternalFailure';
  return new AwsError(code, unescape(/<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? ''), status);
}

/** The result of an awsQuery answer as an object: `<member>`s are lists, everything else a string. */
export function parseQueryAnswer(operation: string, body: Buffer): unknown {
  const document = parser.parse(body) as Record<string, Record<string, unknown> | undefined>;
  return plain(document[`${operation}Response`]?.[`${operation}Result`] ?? {});
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value);
  if (names.length === 1 && names[0] === 'member') {
    return [(value as { member: unknown }).member].flat().map(plain);
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
}

const unescape = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos|#39);/g, (entity) => ENTITIES[entity] ?? entity);

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&#39;': "'",
};
