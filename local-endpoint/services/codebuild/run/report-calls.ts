import type { ReportStatusType, TestCase } from '@aws-sdk/client-codebuild';
import { AwsError } from '../../../kit/aws-error';
import type { Run } from './run';

/**
 * Makes a report of this build in a group. This call and the two below are in no SDK, because only CodeBuild's own build
 * environments make them, with the service role's rights; the local CodeBuild answers them under the same names.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/test-permissions.html#test-permissions-required
 * @returns its ARN
 */
export async function createReport(run: Run, reportGroupArn: string): Promise<string> {
  const { arn } = (await call(run, 'CreateReport', { reportGroupArn, buildId: run.record.build.id })) as {
    arn: string;
  };
  return arn;
}

/** Adds tests to a report. */
export async function putTestCases(
  run: Run,
  reportArn: string,
  testCases: readonly TestCase[],
): Promise<void> {
  await call(run, 'BatchPutTestCases', { reportArn, testCases });
}

/** Closes a report. @returns its status, `FAILED` where a test has failed */
export async function updateReport(run: Run, arn: string, status: ReportStatusType): Promise<string> {
  return ((await call(run, 'UpdateReport', { arn, status })) as { status: string }).status;
}

async function call({ identity, signal }: Run, operation: string, input: object): Promise<unknown> {
  const { accessKeyId } = identity.credentials;
  const response = await fetch(identity.endpoint, {
    method: 'POST',
    signal,
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `CodeBuild_20161006.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20000101/${identity.region}/codebuild/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
  const answer = (await response.json()) as { __type?: string; message?: string };
  if (response.ok) return answer;
  throw new AwsError(answer.__type ?? 'InternalFailure', answer.message ?? '', response.status);
}
