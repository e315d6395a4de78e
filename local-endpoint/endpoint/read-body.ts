import { IncomingMessage } from 'node:http';
import type { HeaderFields } from '../kit/http/header-fields';
import { type BodyLimit, bodyLimit, SMALLEST_LIMIT } from './identify/body-limit';

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** A request whose body has not been read. */
export interface IncomingCall {
  readonly method: string;
  /** With query, percent-encoded. */
  readonly path: string;
  readonly headers: HeaderFields;
  /** Of a request that Node received, or what its caller has of it. */
  readonly body: IncomingMessage | AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
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
  if (Number.isNaN(announced) && limit) return readChunks(chunksOf(body), limit);
  return body instanceof IncomingMessage ? readMessage(body, announced) : readAnnounced(body, announced);
}

/** As an iterator whose end leaves the connection open: what is too large has to be answered yet. */
const chunksOf = (body: IncomingCall['body']): Chunks =>
  body instanceof IncomingMessage
    ? (body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>)
    : body;

/** Without an iterator, which would take as long as the rest of reading the call. */
function readMessage(message: IncomingMessage, length: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const body = new AnnouncedBody(length);
    message.on('data', (chunk: Buffer) => body.add(chunk));
    message.once('end', () => resolve(body.bytes()));
    message.once('error', reject);
  });
}

/** Without any copy of it, where it comes in one part: Node's parser never passes on more than the announced length. */
class AnnouncedBody {
  private whole?: Uint8Array;
  private read = 0;

  constructor(private readonly length: number) {}

  add(chunk: Uint8Array): void {
    if (this.read === 0 && chunk.length === this.length) this.whole = chunk;
    else {
      this.whole ??= Buffer.allocUnsafe(this.length);
      this.whole.set(chunk, this.read);
    }
    this.read += chunk.length;
  }

  bytes(): Uint8Array {
    return this.whole?.subarray(0, this.read) ?? new Uint8Array();
  }
}

async function readAnnounced(body: Chunks, length: number): Promise<Uint8Array> {
  const announced = new AnnouncedBody(length);
  for await (const chunk of body) announced.add(chunk);
  return announced.bytes();
}

async function readChunks(body: Chunks, limit: BodyLimit): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of body) {
    read += chunk.length;
    if (read > limit.bytes) throw limit.error();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, read);
}
