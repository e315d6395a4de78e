import { Writable } from 'node:stream';

/** A stream that keeps what is written to it. */
export interface TextStream {
  readonly stream: Writable;
  /** Everything written so far. */
  readonly text: () => string;
}

export function textStream(): TextStream {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString();
      done();
    },
  });
  return { stream, text: () => text };
}
