/** Values by name. */
export type Variables = Readonly<Record<string, string>>;

/**
 * Expands `$name`, `${name}`, `${name:-default}` and `${name:+other}`. A name that has no value becomes an empty text.
 * https://docs.docker.com/reference/dockerfile/#environment-replacement
 */
export function expandVariables(text: string, variables: Variables): string {
  return text.replace(
    /\\\$|\$(?:(\w+)|\{(\w+)(?:(:[-+])([^}]*))?\})/g,
    (whole, plain?: string, braced?: string, kind?: string, other: string = '') => {
      if (whole === '\\$') return '$';
      const value = variables[plain ?? braced ?? ''] ?? '';
      if (kind === ':-') return value || expandVariables(other, variables);
      if (kind === ':+') return value ? expandVariables(other, variables) : '';
      return value;
    },
  );
}

/** The arguments of an instruction: a JSON list, or separated by blanks; quotes keep blanks, and are removed. */
export function splitArguments(text: string): string[] {
  const list = parseJsonList(text);
  if (list) return list;
  return [...text.matchAll(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/g)].map(([part]) => unquote(part));
}

/** A JSON list of texts. @returns undefined for another text */
export function parseJsonList(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((item) => typeof item === 'string') ? parsed : undefined;
  } catch {
    return undefined; // docker takes it for the text of a shell then
  }
}

/** `key=value` pairs of ENV, LABEL and ARG; `KEY value` is one pair of the old form. */
export function parsePairs(text: string): [string, string | undefined][] {
  const parts = splitArguments(text);
  const [first = ''] = parts;
  if (!first.includes('=') && parts.length > 1)
    return [[first, unquote(text.slice(text.indexOf(first) + first.length).trim())]];
  return parts.map((part) => {
    const at = part.indexOf('=');
    return at < 0 ? [part, undefined] : [part.slice(0, at), part.slice(at + 1)];
  });
}

const unquote = (part: string): string =>
  part.replace(/"((?:\\.|[^"\\])*)"|'([^']*)'/g, (_, double?: string, single?: string) =>
    double === undefined ? (single ?? '') : double.replace(/\\(["\\])/g, '$1'),
  );
