/**
 * An operation of the service description that an AWS SDK client exports beside its commands (`Invoke$`, …), so that no
 * route or header of a REST service has to be repeated here. In the client's data operations are
 * `[9, namespace, name, traits, input, output]`, structures `[3, namespace, name, traits, members, schemas, required]`.
 */
export interface OperationSchema {
  readonly name: string;
  readonly method: string;
  /** For example `/{Key+}?x-id=PutObject`. */
  readonly uri: string;
  /** The HTTP status of success. */
  readonly status: number;
  readonly input: readonly Member[];
  readonly output: readonly Member[];
}

/** A member of an operation's input or output, and the part of the message that holds it. */
export interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly type: 'string' | 'number' | 'boolean' | 'other';
  /** `body` is a member of the body's document, `payload` the body itself. */
  readonly location: 'label' | 'query' | 'queries' | 'header' | 'headers' | 'payload' | 'status' | 'body';
  /** Its name in the message. */
  readonly wireName: string;
}

/** Bits of a member's traits, where they are a number. */
const LABEL = 1;
const PAYLOAD = 16;
const STATUS = 32;
const QUERIES = 64;

/** The REST operations that an SDK client module describes. */
export function operationsOf(client: object): OperationSchema[] {
  return Object.values(client).filter(isOperation).map(readOperation);
}

const isOperation = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value[0] === 9 && typeof value[3] === 'object';

function readOperation(schema: readonly unknown[]): OperationSchema {
  const { http } = schema[3] as { http?: [string, string, number] };
  const [method, uri, status] = http ?? ['POST', '/', 200];
  return {
    name: String(schema[2]),
    method,
    uri,
    status,
    input: membersOf(schema[4]),
    output: membersOf(schema[5]),
  };
}

function membersOf(lazy: unknown): Member[] {
  const structure = typeof lazy === 'function' ? (lazy as () => unknown)() : lazy;
  if (!Array.isArray(structure) || structure[0] !== 3) return [];
  const [, , , , names, schemas, required] = structure as [
    3,
    string,
    string,
    unknown,
    string[],
    unknown[],
    number?,
  ];
  return names.map((name, index) => readMember(name, schemas[index], index < (required ?? 0)));
}

function readMember(name: string, schema: unknown, required: boolean): Member {
  const annotated = Array.isArray(schema) && schema.length === 2;
  const [type, traits] = (annotated ? schema : [schema, 0]) as [unknown, number | Record<string, unknown>];
  return { name, required, type: typeOf(type), ...locationOf(name, traits) };
}

function locationOf(
  name: string,
  traits: number | Record<string, unknown>,
): Pick<Member, 'location' | 'wireName'> {
  if (typeof traits === 'number') {
    if (traits & LABEL) return { location: 'label', wireName: name };
    if (traits & PAYLOAD) return { location: 'payload', wireName: name };
    if (traits & STATUS) return { location: 'status', wireName: name };
    return { location: traits & QUERIES ? 'queries' : 'body', wireName: name };
  }
  const { httpQuery, httpHeader, httpPrefixHeaders, httpPayload, httpLabel, jsonName } = traits;
  if (typeof httpQuery === 'string') return { location: 'query', wireName: httpQuery };
  if (typeof httpHeader === 'string') return { location: 'header', wireName: httpHeader };
  if (typeof httpPrefixHeaders === 'string') return { location: 'headers', wireName: httpPrefixHeaders };
  if (httpPayload) return { location: 'payload', wireName: name };
  if (httpLabel) return { location: 'label', wireName: name };
  return { location: 'body', wireName: typeof jsonName === 'string' ? jsonName : name };
}

function typeOf(schema: unknown): Member['type'] {
  const simple = Array.isArray(schema) && schema[0] === 0 ? (schema[4] as unknown) : schema;
  if (simple === 0) return 'string';
  if (simple === 1) return 'number';
  return simple === 2 ? 'boolean' : 'other';
}
