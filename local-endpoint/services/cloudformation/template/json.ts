import { AwsError } from '../../../kit/aws-error';
/** A value as a template holds it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** An object as a template holds it. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether a value is an object, not a list and not null. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value is a list. */
export const isList = (value: unknown): value is readonly Json[] => Array.isArray(value);

/** Text of a scalar as CloudFormation writes it into other text; anything else is an error of the caller's naming. */
export function textOf(value: Json, what: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw templateError(`${what} must be a string, got: ${JSON.stringify(value)}`);
}

/** Whether two values are the same, whatever the order of keys; a scalar equals its text, as template types are loose. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (isList(one) && isList(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (isObject(one) && isObject(other)) {
    const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...keys].every((key) => isSame(one[key], other[key]));
  }
  return isScalar(one) && isScalar(other) && String(one) === String(other);
}

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

/** The error AWS answers for a template that makes no sense. */
export const templateError = (message: string): AwsError =>
  new AwsError('ValidationError', `Template error: ${message}`);

/** The error AWS answers for a template of the wrong form. */
export const formatError = (message: string): AwsError =>
  new AwsError('ValidationError', `Template format error: ${message}`);

/** Any value as text: scalars as they are, the rest as JSON, nothing as nothing. */
export const plain = (value: Json | undefined): string =>
  value === undefined ? '' : isScalar(value) ? String(value) : JSON.stringify(value);
