import type { DeleteReportGroupInput } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { invalid } from '../request';
import type { CodeBuildStore } from '../store';

/** One that is gone already is no error. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_DeleteReportGroup.html */
export const deleteReportGroup =
  (store: CodeBuildStore): Operation<DeleteReportGroupInput> =>
  async ({ arn = '', deleteReports }, context) => {
    const { reportGroups, reports } = store.of(context);
    const own = [...reports]
      .filter(([, { report }]) => report.reportGroupArn === arn)
      .map(([report]) => report);
    if (own.length > 0 && !deleteReports)
      throw invalid(`Report group ${arn} has reports: delete them first, or ask for that with deleteReports`);
    for (const report of own) reports.delete(report);
    reportGroups.delete(arn);
    return {};
  };
