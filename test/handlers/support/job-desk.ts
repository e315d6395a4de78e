import type { PutJobFailureResultInput, PutJobSuccessResultInput } from '@aws-sdk/client-codepipeline';
import { REGION, startTestEndpoint, testService } from '@pipeline-factory/local-endpoint/testing';
import { AwsError } from "../../../local-endpoint/kit/aws-error";

/** Where job results arrive. */
export interface JobDesk {
  readonly successes: PutJobSuccessResultInput[];
  readonly failures: PutJobFailureResultInput[];
  /** Answers the next result with an error. */
  refuse(error: AwsError): void;
  close(): Promise<void>;
}

/** Starts a CodePipeline that only takes results, and points the AWS clients of this process at it. */
export async function openJobDesk(): Promise<JobDesk> {
  const successes: PutJobSuccessResultInput[] = [];
  const failures: PutJobFailureResultInput[] = [];
  const refusals: AwsError[] = [];
  const take =
    <T>(results: T[]) =>
    async (input: T) => {
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      results.push(input);
      return {};
    };
  const operations = { PutJobSuccessResult: take(successes), PutJobFailureResult: take(failures) };
  const endpoint = await startTestEndpoint({
    moto: '',
    services: [testService('codepipeline', { operations }, 'refuse')],
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '1',
  });
  return { successes, failures, refuse: (error) => refusals.push(error), close: () => endpoint.close() };
}
