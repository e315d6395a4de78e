import { type Page, pageOf } from '../../kit/page';
import { AwsError } from '../../kit/aws-error';
import { invalidValue } from './errors';

/** How a call of EC2 wants its pages. */
export interface PageRequest {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/**
 * A page of a list; all of it where the caller sets no limit.
 * @param range of `MaxResults`
 * @throws AwsError `InvalidParameterValue`, `InvalidNextToken`
 */
export function ec2Page<Item>(
  all: readonly Item[],
  { MaxResults, NextToken }: PageRequest,
  [min, max]: readonly [number, number],
): Page<Item> {
  if (MaxResults !== undefined && (MaxResults < min || MaxResults > max))
    throw invalidValue(
      `Value ( ${MaxResults} ) for parameter maxResults is invalid. Expecting a value between ${min} and ${max}.`,
    );
  return pageOf(all, {
    token: NextToken,
    size: MaxResults ?? Number.MAX_SAFE_INTEGER,
    max: Number.MAX_SAFE_INTEGER,
    invalidToken: () => new AwsError('InvalidNextToken', 'The specified token is invalid.'),
  });
}
