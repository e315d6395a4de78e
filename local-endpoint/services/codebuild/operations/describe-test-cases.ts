import type { DescribeTestCasesInput, DescribeTestCasesOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { findReport } from '../find';
import { pageOf } from '../request';
import type { CodeBuildStore } from '../store';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DescribeTestCases.html */
export const describeTestCases =
  (store: CodeBuildStore): Operation<DescribeTestCasesInput, DescribeTestCasesOutput> =>
  async ({ reportArn, filter, nextToken }, context) => {
    const { testCases } = findReport(store.of(context), reportArn);
    const found = testCases.filter(
      ({ status, name = '' }) =>
        (!filter?.status || status === filter.status) && (!filter?.keyword || name.includes(filter.keyword)),
    );
    const { page, ...rest } = pageOf(found, nextToken);
    return { testCases: page, ...rest };
  };
