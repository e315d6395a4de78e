import { type Terminal, terminalOn } from '../../../rehearsal/report/terminal';
import { textStream } from '../../bin/support/text-stream';

/** The lines that a terminal writes. */
function linesOf(write: (terminal: Terminal) => void): string[] {
  const out = textStream();
  write(terminalOn(out.stream));
  return out.text().trimEnd().split('\n');
}

test('wraps a long line below its own beginning, and loses no word of it', () => {
  const words = Array.from({ length: 60 }, (_, index) => `word-${index}`).join(' ');
  const lines = linesOf((terminal) => terminal.line(`  0:01  ${words}`, 8));
  expect(lines.length).toBeGreaterThan(2);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(140);
  expect(lines.slice(1).every((line) => /^ {8}\S/.test(line))).toBe(true);
  expect(lines.map((line) => line.trim()).join(' ')).toBe(`0:01  ${words}`);
});

test('leaves a line that fits, and a word that cannot be broken, as they are', () => {
  const address = `https://${'x'.repeat(200)}`;
  expect(linesOf((terminal) => terminal.line('  short   and  spaced'))).toEqual(['  short   and  spaced']);
  expect(linesOf((terminal) => terminal.line(`  ${address}`))).toEqual([`  ${address}`]);
});
