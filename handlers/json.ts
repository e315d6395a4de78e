import { ConfigurationError } from './errors';

/** An object of unknown members, as JSON gives it. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object and no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What JSON text stands for.
 * @param file for what is said of it
 * @throws ConfigurationError with line and column where it is not JSON
 */
export function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError(`${file} must be JSON${placeOf(text, error as Error)}`, { cause: error });
  }
}

/** The object that JSON text stands for, or nothing where it stands for something else or is not JSON. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A member that must be text of at least one character, or nothing. */
export function textOf(object: JsonObject, member: string): string | undefined {
  const value = object[member];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Line and column, as far as the engine tells the position. */
function placeOf(text: string, { message }: Error): string {
  const [, position] = /at position (\d+)/.exec(message) ?? [];
  if (position === undefined && !message.startsWith('Unexpected end')) return '';
  const before = text.slice(0, Number(position ?? text.length)).split('\n');
  return `, got a mistake at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
