import type { DeleteReportInput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import type { CodeBuildStore } from '../store';

/** One that is gone already is no error. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteReport.html */
export const deleteReport =
  (store: CodeBuildStore): Operation<DeleteReportInput> =>
  async ({ arn = '' }, context) => {
    store.of(context).reports.delete(arn);
    return {};
  };
