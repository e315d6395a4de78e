import { AwsError } from '../../../kit/aws-error';
import type { PageOptions } from '../../../kit/page';

/** Items a page, in every list of CloudFormation. */
const MAX_PAGE_ITEMS = 100;

/** How CloudFormation's lists are cut into pages. @param token the request's `NextToken` */
export const pageOptions = (token: string | undefined): PageOptions => ({
  token,
  max: MAX_PAGE_ITEMS,
  invalidToken: () => new AwsError('ValidationError', 'Invalid NextToken'),
});
