import { createInterface } from 'node:readline';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import type { Dialogue } from './ask';

/**
 * Asks on a terminal.
 * @returns the dialogue, and what ends it; Ctrl-C and Ctrl-D end it too
 */
export function terminalDialogue(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Dialogue & { close(): void } {
  const terminal = createInterface({ input, output });
  const lines = terminal[Symbol.asyncIterator]();
  return {
    async question(text) {
      output.write(text);
      const line = await lines.next();
      if (line.done) throw new ExpectedError('init was ended before its last question; nothing is written');
      return line.value.trim();
    },
    remark: (text) => void output.write(`${text}\n`),
    close: () => terminal.close(),
  };
}
