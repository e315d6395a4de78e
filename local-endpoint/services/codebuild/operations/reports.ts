import type {
  BatchGetReportsInput,
  BatchGetReportsOutput,
  DeleteReportInput,
  DescribeTestCasesInput,
  DescribeTestCasesOutput,
  ListReportsForReportGroupInput,
  ListReportsForReportGroupOutput,
  ListReportsInput,
  ListReportsOutput,
} from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { findReport, findReportGroup } from '../find';
import { batchOf, codeBuildPage, sorted } from '../request';
import type { CodeBuildStore } from '../store';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetReports.html */
export const batchGetReports =
  (store: CodeBuildStore): Operation<BatchGetReportsInput, BatchGetReportsOutput> =>
  async (input, context) => {
    const { reports } = store.state.in(scopeOf(context));
    const arns = batchOf(input.reportArns, 'reportArns');
    return {
      reports: arns.flatMap((arn) => reports.get(arn)?.report ?? []),
      reportsNotFound: arns.filter((arn) => !reports.has(arn)),
    };
  };

/** Newest first. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListReports.html */
export const listReports =
  (store: CodeBuildStore): Operation<ListReportsInput, ListReportsOutput> =>
  async ({ filter, sortOrder, nextToken }, context) => {
    const arns = [...store.state.in(scopeOf(context)).reports]
      .filter(([, { report }]) => !filter?.status || report.status === filter.status)
      .map(([arn]) => arn);
    const { items, next } = codeBuildPage(sorted(arns, sortOrder, 'DESCENDING'), nextToken);
    return { reports: items, nextToken: next };
  };

/** Newest first. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ListReportsForReportGroup.html */
export const listReportsForReportGroup =
  (store: CodeBuildStore): Operation<ListReportsForReportGroupInput, ListReportsForReportGroupOutput> =>
  async ({ reportGroupArn, filter, sortOrder, nextToken }, context) => {
    const state = store.state.in(scopeOf(context));
    findReportGroup(state, reportGroupArn);
    const arns = [...state.reports]
      .filter(([, { report }]) => report.reportGroupArn === reportGroupArn)
      .filter(([, { report }]) => !filter?.status || report.status === filter.status)
      .map(([arn]) => arn);
    const { items, next } = codeBuildPage(sorted(arns, sortOrder, 'DESCENDING'), nextToken);
    return { reports: items, nextToken: next };
  };

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DescribeTestCases.html */
export const describeTestCases =
  (store: CodeBuildStore): Operation<DescribeTestCasesInput, DescribeTestCasesOutput> =>
  async ({ reportArn, filter, nextToken }, context) => {
    const { testCases } = findReport(store.state.in(scopeOf(context)), reportArn);
    const found = testCases.filter(
      ({ status, name = '' }) =>
        (!filter?.status || status === filter.status) && (!filter?.keyword || name.includes(filter.keyword)),
    );
    const { items, next } = codeBuildPage(found, nextToken);
    return { testCases: items, nextToken: next };
  };

/** Deleting one that does not exist succeeds. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteReport.html */
export const deleteReport =
  (store: CodeBuildStore): Operation<DeleteReportInput> =>
  async ({ arn = '' }, context) => {
    store.state.in(scopeOf(context)).reports.delete(arn);
    return {};
  };
