import { type BodyLimit, bodyLimit, SMALLEST_LIMIT } from './identify/body-limit';

/** A request whose body has not been read. */
export interface IncomingCall {
  readonly method: string;
  /** With query, percent-encoded. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/**
 * Reads the body of a request into memory, and no more than the service takes: what is too large is refused as soon as
 * that is known, and is not kept.
 * @param ask called before the body is read
 * @throws AwsError where it is too large
 */
export async function readBody({ headers, path, body }: IncomingCall, ask: () => void): Promise<Uint8Array> {
  const announced = Number(headers.get('content-length') ?? Number.NaN);
  const limit = announced <= SMALLEST_LIMIT ? undefined : bodyLimit({ headers, path });
  if (limit && announced > limit.bytes) throw limit.error(announced);
  ask();
  return Number.isNaN(announced) && limit ? readChunks(body, limit) : readAnnounced(body, announced);
}

/** Without any copy of it, where it comes in one part: Node's parser never passes on more than the announced length. */
async function readAnnounced(body: IncomingCall['body'], length: number): Promise<Uint8Array> {
  let bytes: Uint8Array | undefined;
  let read = 0;
  for await (const chunk of body) {
    if (read === 0 && chunk.length === length) bytes = chunk;
    else {
      bytes ??= Buffer.allocUnsafe(length);
      bytes.set(chunk, read);
    }
    read += chunk.length;
  }
  return bytes?.subarray(0, read) ?? new Uint8Array();
}

async function readChunks(body: IncomingCall['body'], limit: BodyLimit): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of body) {
    read += chunk.length;
    if (read > limit.bytes) throw limit.error();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, read);
}
