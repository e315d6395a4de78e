/** Characters of a text that are quoted: enough to recognize a mistake, too few to give a secret away. */
const MAX_QUOTED_LENGTH = 20;

/** Names of members that are listed. */
const MAX_MEMBERS = 5;

/**
 * What a value of a file or a parameter is, for an error or a log line: its type, and at most a few characters of it. A task
 * definition, settings or a record may hold secrets, and whoever may read the log need not be one who may read the file.
 * Of an object only the names of its members are listed, of a list only how long it is.
 */
export function excerptOf(value: unknown): string {
  if (value === undefined) return 'none';
  if (typeof value === 'string') return JSON.stringify(shortened(value));
  if (typeof value !== 'object' || value === null) return shortened(JSON.stringify(value));
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `a list of ${value.length}`;
  const names = Object.keys(value).map(shortened);
  const shown = names.slice(0, MAX_MEMBERS).join(', ');
  if (names.length === 0) return '{}';
  return `an object with ${shown}${names.length > MAX_MEMBERS ? `, and ${names.length - MAX_MEMBERS} more` : ''}`;
}

/** The same of a text that should have been JSON of another type. */
export function excerptOfFile(text: string): string {
  try {
    return excerptOf(JSON.parse(text));
  } catch {
    return shortened(text);
  }
}

/** A text of at most {@link MAX_QUOTED_LENGTH} characters; of a longer one the beginning, and how long it is. */
export const shortened = (text: string): string =>
  text.length <= MAX_QUOTED_LENGTH
    ? text
    : `${text.slice(0, MAX_QUOTED_LENGTH / 2)}… (${text.length} characters)`;
