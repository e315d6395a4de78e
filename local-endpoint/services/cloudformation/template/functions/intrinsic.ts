import { isList, templateError, type Json } from '../json';
import type { Scope } from '../scope';

/** An intrinsic function: its argument as written, the scope, and the way to evaluate inner values. */
export type Intrinsic = (argument: Json, scope: Scope, inner: Inner) => Promise<Json | undefined>;

/** Evaluates a value inside an argument. */
export type Inner = (value: Json) => Promise<Json | undefined>;

/** Stands for a value that is known only once the change has been made; AWS's own words. */
export const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** Whether any part of a value is not known yet. */
export const isUnknown = (value: Json | undefined): boolean =>
  JSON.stringify(value ?? null).includes(KNOWN_AFTER_APPLY);

/** The argument as a list of so many items. */
export function items(argument: Json | undefined, name: string, ...lengths: number[]): readonly Json[] {
  if (!isList(argument) || (lengths.length > 0 && !lengths.includes(argument.length))) {
    const expected = lengths.length > 0 ? `a list of ${lengths.join(' or ')} items` : 'a list';
    throw templateError(`${name} needs ${expected}, got: ${JSON.stringify(argument)}`);
  }
  return argument;
}
