import type { UpdateReportGroupInput, UpdateReportGroupOutput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { findReportGroup } from '../find';
import { invalid } from '../request';
import type { CodeBuildStore } from '../store';

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_UpdateReportGroup.html */
export const updateReportGroup =
  (store: CodeBuildStore): Operation<UpdateReportGroupInput, UpdateReportGroupOutput> =>
  async ({ arn, exportConfig, tags }, context) => {
    if (exportConfig?.exportConfigType === 'S3')
      throw invalid(
        'exportConfig of type S3 is not supported by the local CodeBuild: reports are not exported',
      );
    const reportGroup = findReportGroup(store.of(context), arn);
    if (tags) reportGroup.tags = tags;
    reportGroup.lastModified = store.context.clock.now();
    return { reportGroup };
  };
