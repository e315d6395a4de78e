import type { PutJobFailureResultInput, PutJobSuccessResultInput } from '@aws-sdk/client-codepipeline';
import { startTestEndpoint, testService } from '@pipeline-factory/local-endpoint/testing';
import { pointClientsAt } from './client-config';
import type { AwsError } from '../../../local-endpoint/kit/aws-error';

/** The job results that CodePipeline received. */
export interface JobResultRecorder {
  readonly successes: PutJobSuccessResultInput[];
  readonly failures: PutJobFailureResultInput[];
  /** Rejects the next result with an error. */
  rejectNext(error: AwsError): void;
  close(): Promise<void>;
}

/** Starts a CodePipeline that only takes results, and points the AWS clients of this process at it. */
export async function startJobResultRecorder(): Promise<JobResultRecorder> {
  const successes: PutJobSuccessResultInput[] = [];
  const failures: PutJobFailureResultInput[] = [];
  const errors: AwsError[] = [];
  const record =
    <T>(results: T[]) =>
    async (input: T) => {
      const error = errors.shift();
      if (error) throw error;
      results.push(input);
      return {};
    };
  const operations = { PutJobSuccessResult: record(successes), PutJobFailureResult: record(failures) };
  const endpoint = await startTestEndpoint({
    moto: '',
    services: [testService('codepipeline', { operations }, 'refuse')],
  });
  pointClientsAt(endpoint.url);
  return {
    successes,
    failures,
    rejectNext: (error) => errors.push(error),
    close: () => endpoint.close(),
  };
}
