import type { TestCase } from '@aws-sdk/client-codebuild';
import type { Operation } from '../../../kit/operation';
import { findReport } from '../find';
import type { CodeBuildStore } from '../store';

interface Input {
  readonly reportArn?: string;
  readonly testCases?: readonly TestCase[];
}

/**
 * How a build's environment uploads test results; no SDK has it.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html
 */
export const batchPutTestCases =
  (store: CodeBuildStore): Operation<Input> =>
  async ({ reportArn = '', testCases = [] }, context) => {
    findReport(store.of(context), reportArn).testCases.push(
      ...testCases.map((one) => ({ ...one, reportArn, expired: undefined })),
    );
    return {};
  };
