import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { Readable } from 'node:stream';

/** Ends the header of a CGI program's output. */
const END_OF_HEADER = '\r\n\r\n';

/**
 * Reads a CGI program's output as a response: it resolves with the header, and the body is a stream.
 * @throws Error where the program ends without a header
 */
export function readCgiResponse(child: ChildProcessWithoutNullStreams): Promise<Response> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    let errorOutput = '';
    child.stderr.on('data', (chunk: Buffer) => {
      errorOutput += chunk.toString('utf8');
    });
    const read = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf(END_OF_HEADER);
      if (end < 0) return;
      child.stdout.off('data', read).pause();
      child.stdout.unshift(received.subarray(end + END_OF_HEADER.length));
      resolve(responseOf(received.toString('latin1', 0, end), child.stdout));
    };
    child.stdout.on('data', read);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`git http-backend gave no answer: ${errorOutput.trim()}`)));
  });
}

function responseOf(header: string, body: Readable): Response {
  const headers = new Headers(
    header.split('\r\n').map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
  const status = Number.parseInt(headers.get('status') ?? '200', 10);
  headers.delete('status');
  return new Response(Readable.toWeb(body) as ReadableStream, { status, headers });
}
