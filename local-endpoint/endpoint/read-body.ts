import { type BodyLimit, bodyLimit, SMALLEST_LIMIT } from './identify/body-limit';

/**
 * Reads the body of a request into memory, and no more than the service takes: what is too large is refused as soon as
 * that is known, and is not kept.
 * @param path with query
 * @param ask called before the body is read
 * @throws AwsError where it is too large
 */
export async function readBody(request: Request, path: string, ask: () => void): Promise<Uint8Array> {
  const { headers } = request;
  const announced = Number(headers.get('content-length') ?? Number.NaN);
  const limit = announced <= SMALLEST_LIMIT ? undefined : bodyLimit({ headers, path });
  if (limit && announced > limit.bytes) throw limit.error(announced);
  ask();
  if (!limit) return new Uint8Array(await request.arrayBuffer());
  return Number.isNaN(announced) ? readChunks(request, limit) : readAnnounced(request, announced);
}

/** Without any copy of it: Node's parser never passes on more than the announced length. */
async function readAnnounced({ body }: Request, length: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(length);
  let read = 0;
  for await (const chunk of chunksOf(body)) {
    bytes.set(chunk, read);
    read += chunk.length;
  }
  return bytes.subarray(0, read);
}

async function readChunks({ body }: Request, limit: BodyLimit): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let read = 0;
  for await (const chunk of chunksOf(body)) {
    read += chunk.length;
    if (read > limit.bytes) throw limit.error();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, read);
}

const chunksOf = (body: Request['body']): AsyncIterable<Uint8Array> | Uint8Array[] =>
  (body as AsyncIterable<Uint8Array> | null) ?? [];
