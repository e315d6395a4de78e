import { AwsError } from '../../endpoint/service';

/**
 * One page of a list.
 * @param nextToken what the page before said; nothing for the first one
 * @throws AwsError `InvalidNextTokenException`
 */
export function pageOf<T>(
  items: readonly T[],
  size: number,
  nextToken?: string,
): { page: T[]; nextToken?: string } {
  const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64').toString());
  if (!Number.isInteger(start) || start < 0 || (nextToken !== undefined && start === 0)) {
    throw new AwsError('InvalidNextTokenException', 'The next token was specified in an invalid format.');
  }
  const end = start + size;
  const page = items.slice(start, end);
  return end < items.length ? { page, nextToken: Buffer.from(String(end)).toString('base64') } : { page };
}
