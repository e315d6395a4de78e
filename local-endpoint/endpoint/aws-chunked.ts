import type { HeaderFields } from '../kit/http/header-fields';
import { AwsError } from '../kit/aws-error';

/**
 * Decodes a body in `aws-chunked` encoding, with or without signatures and trailing checksum, and adapts its headers: the
 * CLI and the SDKs upload so, and moto supports only a part of it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export function decodeAwsChunked(
  headers: HeaderFields,
  body: Uint8Array,
): { headers: HeaderFields; body: Uint8Array } {
  if (!headers.get('x-amz-content-sha256')?.startsWith('STREAMING-')) return { headers, body };
  const { content, trailer } = unchunk(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  const plain = new Headers([...headers]);
  const encodings = (headers.get('content-encoding') ?? '').split(',').map((name) => name.trim());
  const others = encodings.filter((name) => name !== '' && name !== 'aws-chunked');
  if (others.length > 0) plain.set('content-encoding', others.join(','));
  else plain.delete('content-encoding');
  for (const name of ['x-amz-trailer', 'x-amz-decoded-content-length', 'transfer-encoding'])
    plain.delete(name);
  for (const [name, value] of trailer) plain.set(name, value);
  plain.set('x-amz-content-sha256', 'UNSIGNED-PAYLOAD');
  plain.set('content-length', String(content.length));
  return { headers: plain, body: content };
}

function unchunk(body: Buffer): { content: Buffer; trailer: [string, string][] } {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const end = body.indexOf('\r\n', position);
    const size = Number.parseInt(body.toString('latin1', position, end), 16);
    if (end < 0 || Number.isNaN(size))
      throw new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
    position = end + 2;
    if (size === 0) break;
    if (position + size > body.length)
      throw new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
    chunks.push(body.subarray(position, position + size));
    position += size + 2;
  }
  return { content: Buffer.concat(chunks), trailer: trailerOf(body.toString('latin1', position)) };
}

function trailerOf(text: string): [string, string][] {
  return text
    .split(/\r?\n/)
    .map((line) => /^(x-amz-checksum-[^:]+):(.+)$/i.exec(line.trim()))
    .filter((match) => match !== null)
    .map((match) => [match[1] ?? '', match[2] ?? '']);
}
