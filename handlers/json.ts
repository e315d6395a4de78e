import { ConfigurationError } from './errors';

/** A JSON object whose members have not been validated yet. */
export type UnknownObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object and no array. */
export function isObject(value: unknown): value is UnknownObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Parses the text of a file.
 * @param file its name, for the error message
 * @throws ConfigurationError with line and column where it is not JSON
 */
export function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Without the error as its cause: the engine quotes the text around the mistake.
    throw new ConfigurationError(`${file} must be JSON${positionOf(text, error as Error)}`);
  }
}

/** @returns nothing where the text is not JSON, or stands for something else than an object */
export function parseObject(text: string): UnknownObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** @returns nothing where the member is not text of at least one character */
export function optionalText(object: UnknownObject, member: string): string | undefined {
  const value = object[member];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** @returns an empty object where the member is not an object */
export function objectOf(object: UnknownObject, member: string): UnknownObject {
  const value = object[member];
  return isObject(value) ? value : {};
}

/** @returns an empty list where the member is not a list; items that are not objects are left out */
export function objectsOf(object: UnknownObject, member: string): readonly UnknownObject[] {
  const value = object[member];
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Line and column, as far as the engine's message names the position. */
function positionOf(text: string, { message }: Error): string {
  const [, position] = /at position (\d+)/.exec(message) ?? [];
  if (position === undefined && !message.startsWith('Unexpected end')) return '';
  const before = text.slice(0, Number(position ?? text.length)).split('\n');
  return `, got a mistake at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
