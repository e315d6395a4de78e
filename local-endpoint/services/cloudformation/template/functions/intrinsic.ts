import { isList, type Json } from '../../../../kit/resources/json';
import type { TemplateScope } from '../scope';
import { templateError } from '../errors';

/** An intrinsic function; its argument is not evaluated yet, `inner` evaluates parts of it. */
export type Intrinsic = (argument: Json, scope: TemplateScope, inner: Inner) => Promise<Json | undefined>;

/** Evaluates a value inside an argument. */
export type Inner = (value: Json) => Promise<Json | undefined>;

/** AWS's placeholder in change sets for a value that is known only after the change. */
export const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}';

/** Whether any part of a value is not known yet. */
export const isUnknown = (value: Json | undefined): boolean =>
  JSON.stringify(value ?? null).includes(KNOWN_AFTER_APPLY);

/**
 * The argument as a list.
 * @param lengths how many items it may have @default - any number
 * @throws AwsError `ValidationError`
 */
export function items(argument: Json | undefined, name: string, ...lengths: number[]): readonly Json[] {
  if (!isList(argument) || (lengths.length > 0 && !lengths.includes(argument.length))) {
    const expected = lengths.length > 0 ? `a list of ${lengths.join(' or ')} items` : 'a list';
    throw templateError(`${name} needs ${expected}, got: ${JSON.stringify(argument)}`);
  }
  return argument;
}
