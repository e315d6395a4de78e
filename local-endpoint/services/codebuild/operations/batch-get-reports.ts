import type { BatchGetReportsInput, BatchGetReportsOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { batchOf } from '../request';
import type { CodeBuildStore } from '../store';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetReports.html */
export const batchGetReports =
  (store: CodeBuildStore): Operation<BatchGetReportsInput, BatchGetReportsOutput> =>
  async (input, context) => {
    const { reports } = store.of(context);
    const arns = batchOf(input.reportArns, 'reportArns');
    return {
      reports: arns.flatMap((arn) => reports.get(arn)?.report ?? []),
      reportsNotFound: arns.filter((arn) => !reports.has(arn)),
    };
  };
