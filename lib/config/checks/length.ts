import type { Diagnostic } from '../diagnostic';
import type { Path } from '../path';

/** A name that is too long or too short once `{environment}` is replaced. @param what it is, as in "makes the … web" */
export function checkLength(name: string, min: number, max: number, what: string, path: Path): Diagnostic[] {
  if (name.length >= min && name.length <= max) return [];
  const rule = `makes the ${what} ${name}, which has ${name.length} characters; AWS takes ${min} to ${max}`;
  return [{ path, rule }];
}
