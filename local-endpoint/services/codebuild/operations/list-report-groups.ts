import type { ListReportGroupsInput, ListReportGroupsOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { pageOf, sorted } from '../request';
import type { Room } from '../room';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListReportGroups.html */
export const listReportGroups =
  (room: Room): Operation<ListReportGroupsInput, ListReportGroupsOutput> =>
  async ({ sortOrder, nextToken }, context) => {
    const arns = [...room.of(context).reportGroups.keys()].sort();
    const { page, ...rest } = pageOf(sorted(arns, sortOrder, 'ASCENDING'), nextToken);
    return { reportGroups: page, ...rest };
  };
