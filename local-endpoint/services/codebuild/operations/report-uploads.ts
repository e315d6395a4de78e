/**
 * The calls with which a build's environment uploads test results. They are in no SDK, but the permissions for them are
 * documented: https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html
 */
import { randomUUID } from 'node:crypto';
import type { ReportStatusType, TestCase, TestReportSummary } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { findBuild, findReport, findReportGroup } from '../find';
import type { CodeBuildStore } from '../store';

/** How long CodeBuild keeps a report. https://docs.aws.amazon.com/codebuild/latest/userguide/test-reporting.html */
const KEPT_MILLISECONDS = 30 * 24 * 60 * 60_000;

interface CreateReportInput {
  readonly reportGroupArn?: string;
  readonly buildId?: string;
}

/** Begins a report, before its test results are uploaded. */
export const createReport =
  (store: CodeBuildStore): Operation<CreateReportInput> =>
  async ({ reportGroupArn, buildId }, context) => {
    const state = store.state.in(scopeOf(context));
    const group = findReportGroup(state, reportGroupArn);
    const { build } = findBuild(state, buildId);
    const name = randomUUID();
    const arn = `${group.arn?.replace(':report-group/', ':report/')}:${name}`;
    state.reports.set(arn, {
      testCases: [],
      report: {
        arn,
        type: 'TEST',
        name,
        reportGroupArn: group.arn,
        executionId: build.arn,
        status: 'GENERATING',
        created: store.context.clock.now(),
        exportConfig: group.exportConfig,
        truncated: false,
      },
    });
    return { arn };
  };

interface BatchPutTestCasesInput {
  readonly reportArn?: string;
  readonly testCases?: readonly TestCase[];
}

/** Adds test results to a report. */
export const batchPutTestCases =
  (store: CodeBuildStore): Operation<BatchPutTestCasesInput> =>
  async ({ reportArn = '', testCases = [] }, context) => {
    findReport(store.state.in(scopeOf(context)), reportArn).testCases.push(
      ...testCases.map((one) => ({ ...one, reportArn, expired: undefined })),
    );
    return {};
  };

interface UpdateReportInput {
  readonly arn?: string;
  readonly status?: ReportStatusType;
}

/** Closes a report: `SUCCEEDED` becomes `FAILED` where a test failed. */
export const updateReport =
  (store: CodeBuildStore): Operation<UpdateReportInput> =>
  async ({ arn, status }, context) => {
    const { report, testCases } = findReport(store.state.in(scopeOf(context)), arn);
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
