import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { Readable } from 'node:stream';

/** Parts a CGI program's header from its body. */
const END_OF_HEADER = '\r\n\r\n';

/**
 * What a CGI program writes, as a response: it resolves with the header, the body follows as it comes.
 * @throws Error where the program ends without a header
 */
export function answerOf(child: ChildProcessWithoutNullStreams): Promise<Response> {
  return new Promise((resolve, reject) => {
    let begun = Buffer.alloc(0);
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk.toString('utf8');
    });
    const take = (chunk: Buffer) => {
      begun = Buffer.concat([begun, chunk]);
      const end = begun.indexOf(END_OF_HEADER);
      if (end < 0) return;
      child.stdout.off('data', take).pause();
      child.stdout.unshift(begun.subarray(end + END_OF_HEADER.length));
      resolve(responseOf(begun.toString('latin1', 0, end), child.stdout));
    };
    child.stdout.on('data', take);
    child.once('error', reject);
    child.once('close', () => reject(new Error(`git http-backend gave no answer: ${complaint.trim()}`)));
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
