import { stripVTControlCharacters } from 'node:util';

/** Columns that fit a terminal on an ordinary screen. */
const MAX_COLUMNS = 140;

/**
 * Breaks a long line between words; a word that is longer than a line is left whole.
 * @param indent columns before its second and later lines
 */
export function wrap(text: string, indent = 4, columns = MAX_COLUMNS): string {
  if (stripVTControlCharacters(text).length <= columns) return text;
  const [before = ''] = /^\s*/.exec(text) ?? [];
  const lines: string[] = [];
  let line = before;
  for (const word of text.slice(before.length).split(/(?<=\s)(?=\S)/)) {
    const isFull = stripVTControlCharacters(line + word.trimEnd()).length > columns;
    if (isFull && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = ' '.repeat(indent);
    }
    line += word;
  }
  return [...lines, line].join('\n');
}

/** Cuts a line that is too long for a terminal, with an ellipsis; what is cut loses its colours. */
export function cut(line: string, columns: number): string {
  const plain = [...stripVTControlCharacters(line)];
  return plain.length <= columns ? line : `${plain.slice(0, Math.max(0, columns - 1)).join('')}…`;
}
