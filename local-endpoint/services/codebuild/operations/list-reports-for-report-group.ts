import type {
  ListReportsForReportGroupInput,
  ListReportsForReportGroupOutput,
} from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { findReportGroup } from '../find';
import { pageOf, sorted } from '../request';
import type { CodeBuildStore } from '../store';

/** Newest first. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListReportsForReportGroup.html */
export const listReportsForReportGroup =
  (store: CodeBuildStore): Operation<ListReportsForReportGroupInput, ListReportsForReportGroupOutput> =>
  async ({ reportGroupArn, filter, sortOrder, nextToken }, context) => {
    const region = store.of(context);
    findReportGroup(region, reportGroupArn);
    const found = [...region.reports].filter(
      ([, { report }]) =>
        report.reportGroupArn === reportGroupArn && (!filter?.status || report.status === filter.status),
    );
    const arns = sorted(
      found.map(([arn]) => arn),
      sortOrder,
      'DESCENDING',
    );
    const { page, ...rest } = pageOf(arns, nextToken);
    return { reports: page, ...rest };
  };
