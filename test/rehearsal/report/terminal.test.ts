import { Writable } from 'node:stream';
import { terminalOn } from '../../../rehearsal/report/terminal';

function shown(say: (terminal: ReturnType<typeof terminalOn>) => void): string[] {
  let text = '';
  const write = (chunk: Buffer, _: BufferEncoding, done: () => void) => {
    text += chunk.toString();
    done();
  };
  say(terminalOn(new Writable({ write })));
  return text.trimEnd().split('\n');
}

test('a long line goes on below its own beginning, and no word of it is lost', () => {
  const words = Array.from({ length: 60 }, (_, index) => `word-${index}`).join(' ');
  const lines = shown((terminal) => terminal.line(`  0:01  ${words}`, 8));
  expect(lines.length).toBeGreaterThan(2);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(140);
  expect(lines.slice(1).every((line) => /^ {8}\S/.test(line))).toBe(true);
  expect(lines.map((line) => line.trim()).join(' ')).toBe(`0:01  ${words}`);
});

test('a line that fits, and a word that cannot be broken, stay as they are', () => {
  const address = `https://${'x'.repeat(200)}`;
  expect(shown((terminal) => terminal.line('  short   and  spaced'))).toEqual(['  short   and  spaced']);
  expect(shown((terminal) => terminal.line(`  ${address}`))).toEqual([`  ${address}`]);
});
