import { stripVTControlCharacters } from 'node:util';

/** Text that is HTML already. */
export class Markup {
  constructor(readonly text: string) {}
}

type Value = Markup | string | number | readonly Markup[];

/** Makes HTML of a template; every value that is not markup is escaped, for text and for attributes in double quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return new Markup(strings.map((text, index) => text + written(values[index] ?? '')).join(''));
}

function written(value: Value): string {
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('');
  return escaped(String(value));
}

/** Control characters are left out: a parser takes U+0000 for an error, and none can be seen. */
const escaped = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/[^\P{Cc}\t\n]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
