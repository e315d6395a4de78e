import { AwsError } from '../../kit/aws-error';
import { type Page, pageOf } from '../../kit/page';

/** One page of a list, in the members that all of Auto Scaling's operations have. */
export function autoScalingPage<Item>(
  all: readonly Item[],
  { NextToken, MaxRecords }: { NextToken?: string; MaxRecords?: number },
  [size, max]: readonly [number, number] = [50, 100],
): Page<Item> {
  return pageOf(all, {
    token: NextToken,
    size: Math.min(MaxRecords ?? size, max),
    max,
    invalidToken: (token) => new AwsError('InvalidNextToken', `Invalid token, got: ${token}`),
  });
}
