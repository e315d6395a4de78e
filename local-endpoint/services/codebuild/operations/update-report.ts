import type { ReportStatusType, TestCase, TestReportSummary } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { findReport } from '../find';
import type { CodeBuildStore } from '../store';

interface Input {
  readonly arn?: string;
  readonly status?: ReportStatusType;
}

/** How long CodeBuild keeps a report. https://docs.aws.amazon.com/codebuild/latest/userguide/test-reporting.html */
const KEPT_MILLISECONDS = 30 * 24 * 60 * 60_000;

/**
 * How a build's environment closes a report; no SDK has it.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html
 */
export const updateReport =
  (store: CodeBuildStore): Operation<Input> =>
  async ({ arn, status }, context) => {
    const { report, testCases } = findReport(store.of(context), arn);
    report.testSummary = summaryOf(testCases);
    report.status = status === 'SUCCEEDED' && hasFailed(testCases) ? 'FAILED' : status;
    report.expired = new Date(store.context.clock.now().getTime() + KEPT_MILLISECONDS);
    return { arn, status: report.status };
  };

const hasFailed = (testCases: readonly TestCase[]): boolean =>
  testCases.some(({ status }) => status === 'FAILED' || status === 'ERROR');

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_TestReportSummary.html */
function summaryOf(testCases: readonly TestCase[]): TestReportSummary {
  const statusCounts: Record<string, number> = {};
  for (const { status = 'UNKNOWN' } of testCases) statusCounts[status] = (statusCounts[status] ?? 0) + 1;
  return {
    total: testCases.length,
    statusCounts,
    durationInNanoSeconds: testCases.reduce((sum, one) => sum + (one.durationInNanoSeconds ?? 0), 0),
  };
}
