/** A map of variables. */
export type Variables = Readonly<Record<string, string>>;

/**
 * Puts variables in: `$name`, `${name}`, `${name:-standard}`, `${name:+other}`. A name that has no value becomes nothing.
 * https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
export function expand(text: string, variables: Variables): string {
  return text.replace(
    /\\\$|\$(?:(\w+)|\{(\w+)(?:(:[-+])([^}]*))?\})/g,
    (whole, plain?: string, braced?: string, kind?: string, other: string = '') => {
      if (whole === '\\$') return '$';
      const value = variables[plain ?? braced ?? ''] ?? '';
      if (kind === ':-') return value || expand(other, variables);
      if (kind === ':+') return value ? expand(other, variables) : '';
      return value;
    },
  );
}

/** Words of an instruction: a JSON list, or separated by blanks, quotes kept together and taken off. */
export function wordsOf(text: string): string[] {
  const list = jsonList(text);
  if (list) return list;
  return [...text.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g)].map(([word]) => unquote(word));
}

/** A JSON list of texts. @returns undefined where it is none */
export function jsonList(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((item) => typeof item === 'string') ? parsed : undefined;
  } catch {
    return undefined; // docker takes it for the text of a shell then
  }
}

/** `key=value` pairs of ENV, LABEL and ARG; `KEY value` is one pair of the old form. */
export function pairsOf(text: string): [string, string | undefined][] {
  const words = wordsOf(text);
  const [first = ''] = words;
  if (!first.includes('=') && words.length > 1)
    return [[first, unquote(text.slice(text.indexOf(first) + first.length).trim())]];
  return words.map((word) => {
    const at = word.indexOf('=');
    return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
  });
}

const unquote = (word: string): string =>
  word.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_, double?: string, single?: string) =>
    double === undefined ? (single ?? '') : double.replace(/\\(["\\])/g, '$1'),
  );
