import { AwsError } from '../../../kit/aws-error';

/** One page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly NextToken?: string;
}

/**
 * A page of a list, whose token is the place in it.
 * @throws AwsError `ValidationError` for a token that no answer gave
 */
export function pageOf<Item>(all: readonly Item[], token: string | undefined, size = 100): Page<Item> {
  const start = token === undefined || token === '' ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0) throw new AwsError('ValidationError', 'Invalid NextToken');
  const end = start + size;
  return { items: all.slice(start, end), NextToken: end < all.length ? String(end) : undefined };
}
