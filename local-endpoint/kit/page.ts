import { AwsError } from './aws-error';

/** One page of a list. */
export interface Page<Item> {
  readonly items: Item[];
  /** What asks for the next page. @default - this is the last one */
  readonly next?: string;
}

/** How a list is cut into pages. */
export interface PageOptions {
  /** What the page before gave. @default - the first page */
  readonly token?: string;
  /** Items a page, as far as the caller asks for one. @default - `max` */
  readonly size?: number;
  /** Items a page may have at the most. */
  readonly max: number;
  /** The error for a token that no page gave. */
  readonly invalidToken: (token: string) => AwsError;
}

/**
 * Cuts one page out of a list. The token is opaque to callers: the index of the page's first item, in base64.
 * @throws AwsError `invalidToken`
 */
export function pageOf<Item>(
  all: readonly Item[],
  { token, size, max, invalidToken }: PageOptions,
): Page<Item> {
  const start = token === undefined || token === '' ? 0 : startOf(token);
  if (start === undefined) throw invalidToken(token ?? '');
  const end = start + Math.min(size ?? max, max);
  const items = all.slice(start, end);
  return end < all.length ? { items, next: Buffer.from(String(end)).toString('base64') } : { items };
}

/** A list may have become shorter since the token was given; its last page is then empty. */
function startOf(token: string): number | undefined {
  const text = Buffer.from(token, 'base64').toString();
  return /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
}
