import type { ListReportGroupsInput, ListReportGroupsOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { pageOf, sorted } from '../request';
import type { CodeBuildStore } from '../store';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListReportGroups.html */
export const listReportGroups =
  (store: CodeBuildStore): Operation<ListReportGroupsInput, ListReportGroupsOutput> =>
  async ({ sortOrder, nextToken }, context) => {
    const arns = [...store.of(context).reportGroups.keys()].sort();
    const { page, ...rest } = pageOf(sorted(arns, sortOrder, 'ASCENDING'), nextToken);
    return { reportGroups: page, ...rest };
  };
