import type { ListReportsInput, ListReportsOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { pageOf, sorted } from '../request';
import type { CodeBuildStore } from '../store';

/** Newest first. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListReports.html */
export const listReports =
  (store: CodeBuildStore): Operation<ListReportsInput, ListReportsOutput> =>
  async ({ filter, sortOrder, nextToken }, context) => {
    const found = [...store.of(context).reports].filter(
      ([, { report }]) => !filter?.status || report.status === filter.status,
    );
    const arns = sorted(
      found.map(([arn]) => arn),
      sortOrder,
      'DESCENDING',
    );
    const { page, ...rest } = pageOf(arns, nextToken);
    return { reports: page, ...rest };
  };
