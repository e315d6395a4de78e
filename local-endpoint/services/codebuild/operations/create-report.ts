import { randomUUID } from 'node:crypto';
import type { Operation } from '../../../kit/operation';
import { findBuild, findReportGroup } from '../find';
import type { CodeBuildStore } from '../store';

interface Input {
  readonly reportGroupArn?: string;
  readonly buildId?: string;
}

/**
 * What a build's environment asks for before it uploads test results; no SDK has it.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html
 */
export const createReport =
  (store: CodeBuildStore): Operation<Input> =>
  async ({ reportGroupArn, buildId }, context) => {
    const region = store.of(context);
    const group = findReportGroup(region, reportGroupArn);
    const { build } = findBuild(region, buildId);
    const name = randomUUID();
    const arn = `${group.arn?.replace(':report-group/', ':report/')}:${name}`;
    region.reports.set(arn, {
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
