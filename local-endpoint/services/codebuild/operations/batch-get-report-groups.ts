import type { BatchGetReportGroupsInput, BatchGetReportGroupsOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { batchOf } from '../request';
import type { CodeBuildStore } from '../store';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetReportGroups.html */
export const batchGetReportGroups =
  (store: CodeBuildStore): Operation<BatchGetReportGroupsInput, BatchGetReportGroupsOutput> =>
  async (input, context) => {
    const { reportGroups } = store.of(context);
    const arns = batchOf(input.reportGroupArns, 'reportGroupArns');
    return {
      reportGroups: arns.flatMap((arn) => reportGroups.get(arn) ?? []),
      reportGroupsNotFound: arns.filter((arn) => !reportGroups.has(arn)),
    };
  };
