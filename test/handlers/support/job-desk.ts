import type { PutJobFailureResultInput, PutJobSuccessResultInput } from '@aws-sdk/client-codepipeline';
import { startEndpoint } from '../../../local-endpoint/endpoint/server';
import { AwsError } from "../../../local-endpoint/kit/aws-error";
import { createSessions } from '../../../local-endpoint/authorization/sessions';

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
  const sessions = createSessions('111111111111');
  const endpoint = await startEndpoint({
    port: 0,
    moto: 'http://127.0.0.1:9',
    services: [{ name: 'codepipeline', otherwise: 'refuse', operations: operations }],
    observers: [],
    callerOf: (key) => sessions.callerOf(key),
    authorize: async () => undefined,
    log: () => undefined,
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: endpoint.url,
    AWS_REGION: 'ap-northeast-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_MAX_ATTEMPTS: '1',
  });
  return { successes, failures, refuse: (error) => refusals.push(error), close: () => endpoint.close() };
}
