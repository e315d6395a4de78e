import type {
  ActionExecutionDetail,
  ListActionExecutionsInput,
  PutJobFailureResultInput,
  PutJobSuccessResultInput,
} from '@aws-sdk/client-codepipeline';
import { startTestEndpoint, testService } from '@pipeline-factory/local-endpoint/testing';
import { pointClientsAt } from './client-config';
import type { AwsError } from '../../../local-endpoint/kit/aws-error';
import { type RunningActions, runningActions } from './running-actions';

/** The job results that CodePipeline received. */
export interface JobResultRecorder {
  readonly successes: PutJobSuccessResultInput[];
  readonly failures: PutJobFailureResultInput[];
  /** What CodePipeline shows of actions; that a job has its result is not among it. */
  readonly running: RunningActions;
  /** The executions that run in a stage. @default - none */
  readonly stages: {
    pipelineExecutionId: string;
    status: 'Failed' | 'InProgress' | 'Stopping';
    type: 'ROLLBACK' | 'STANDARD';
  }[];
  /** Rejects the next result with an error. */
  rejectNext(error: AwsError): void;
  /** Answers the next listings of actions in the place of {@link running}, until {@link reset}. */
  answerListing(answer: () => ActionExecutionDetail[]): void;
  /** Forgets everything. */
  reset(): void;
  close(): Promise<void>;
}

/** Starts a CodePipeline that lists actions and takes results, and points the AWS clients of this process at it. */
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
  const running = runningActions();
  let listing: (() => ActionExecutionDetail[]) | undefined;
  const stages: JobResultRecorder['stages'] = [];
  const operations = {
    ListActionExecutions: async ({
      filter,
      maxResults = 100,
      nextToken = '0',
    }: ListActionExecutionsInput) => {
      const all = listing?.() ?? running.list(filter?.pipelineExecutionId);
      const end = Number(nextToken) + maxResults;
      return {
        actionExecutionDetails: all.slice(Number(nextToken), end),
        ...(end < all.length && { nextToken: `${end}` }),
      };
    },
    GetPipelineState: async () => ({
      stageStates: stages.map((latestExecution) => ({ stageName: 'Deploy', latestExecution })),
    }),
    PutJobSuccessResult: record(successes),
    PutJobFailureResult: record(failures),
  };
  const endpoint = await startTestEndpoint({
    moto: '',
    services: [testService('codepipeline', { operations }, 'refuse')],
  });
  pointClientsAt(endpoint.url);
  return {
    successes,
    failures,
    running,
    stages,
    answerListing: (answer) => void (listing = answer),
    reset: () => {
      listing = undefined;
      for (const list of [successes, failures, errors, stages]) list.length = 0;
      running.reset();
    },
    rejectNext: (error) => errors.push(error),
    close: () => endpoint.close(),
  };
}
