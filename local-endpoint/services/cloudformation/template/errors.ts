import { AwsError } from '../../../kit/aws-error';
import type { Json } from '../../../kit/resources/json';

/** The error for a template that cannot be evaluated. */
export const templateError = (message: string): AwsError =>
  new AwsError('ValidationError', `Template error: ${message}`);

/** The error for a template of the wrong form. */
export const formatError = (message: string): AwsError =>
  new AwsError('ValidationError', `Template format error: ${message}`);

/**
 * The error for what CloudFormation can do and the endpoint cannot. Its code is CloudFormation's own, which clients show
 * as they show any other mistake in a template.
 * @param what continues "The local CloudFormation cannot …"
 */
export const refusal = (what: string): AwsError =>
  new AwsError('ValidationError', `The local CloudFormation cannot ${what}`);

/**
 * A scalar as the text that CloudFormation puts into other text.
 * @param what where it is, for the message
 * @throws AwsError `ValidationError` for a list, an object or null
 */
export function scalarText(value: Json, what: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw templateError(`${what} must be a string, got: ${JSON.stringify(value)}`);
}
