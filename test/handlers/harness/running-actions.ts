import type {
  ActionExecutionDetail,
  PutJobFailureResultInput,
  PutJobSuccessResultInput,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import type { EventArtifact } from './artifacts';

/** A job result that CodePipeline received. */
export type ReceivedResult =
  | ({ kind: 'success' } & PutJobSuccessResultInput)
  | ({ kind: 'failure' } & PutJobFailureResultInput);

/** The event of a job, as far as an action in progress has the same. */
export interface JobEvent {
  readonly 'CodePipeline.job': {
    readonly id: string;
    readonly data: {
      readonly actionConfiguration: { readonly configuration: { readonly UserParameters?: string } };
      readonly inputArtifacts?: readonly EventArtifact[];
    };
  };
}

/** A job, and the action and execution that it is one of. */
export interface StartedJob {
  readonly event: JobEvent;
  readonly functionName: string;
  /** The pipeline execution under which CodePipeline lists the action. */
  readonly executionId: string;
}

/** The actions of a pipeline that invoke functions, and their jobs, each of which takes one result. */
export interface RunningActions {
  /** In the order they were received. */
  readonly results: ReceivedResult[];
  /** When the actions begin that are put in progress from now on. @default - CodePipeline does not show it */
  startTime?: Date;
  /** Puts an action in progress and gives it a job; a job that there was before stays as it is. */
  start(job: StartedJob): void;
  /** As CodePipeline lists them, the newest first. @param executionId @default - of all executions */
  list(executionId?: string): ActionExecutionDetail[];
  /** Gives an open job its result. One with a token leaves its action in progress. @throws AwsError for any other job */
  receive(result: ReceivedResult): Promise<object>;
  /** Ends whatever is in progress. */
  end(status: 'Abandoned' | 'Failed' | 'Succeeded'): void;
  /** Takes back every result, as though none had arrived. */
  lose(): void;
  reset(): void;
}

/** None at first. */
export function runningActions(): RunningActions {
  const results: ReceivedResult[] = [];
  const actions: ActionExecutionDetail[] = [];
  const jobs = new Map<string, ActionExecutionDetail>();
  const running: RunningActions = {
    results,
    start: (job) => {
      const { id } = job.event['CodePipeline.job'];
      if (jobs.has(id)) return;
      const detail = { ...detailOf(job, actions.length), startTime: running.startTime };
      const known = actions.find((one) => one.status === 'InProgress' && isSame(one, detail));
      if (!known) actions.push(detail);
      jobs.set(id, known ?? detail);
    },
    list: (executionId) =>
      actions.filter((one) => !executionId || one.pipelineExecutionId === executionId).toReversed(),
    receive: async (result) => {
      const action = jobs.get(result.jobId ?? '');
      if (!action) throw new AwsError('JobNotFoundException', 'There is no such job');
      if (action.status === 'Abandoned' || results.some(({ jobId }) => jobId === result.jobId))
        throw new AwsError('InvalidJobStateException', 'The job has already been completed');
      results.push(result);
      const isDone = result.kind === 'failure' || result.continuationToken === undefined;
      if (isDone) action.status = result.kind === 'failure' ? 'Failed' : 'Succeeded';
      return {};
    },
    end: (status) => {
      for (const action of actions) if (action.status === 'InProgress') action.status = status;
    },
    lose: () => {
      for (const { jobId = '' } of results.splice(0))
        Object.assign(jobs.get(jobId) ?? {}, { status: 'InProgress' });
    },
    reset: () => {
      results.length = 0;
      actions.length = 0;
      jobs.clear();
      running.startTime = undefined;
    },
  };
  return running;
}

function detailOf({ event, functionName, executionId }: StartedJob, number: number): ActionExecutionDetail {
  const { actionConfiguration, inputArtifacts = [] } = event['CodePipeline.job'].data;
  const { UserParameters = '' } = actionConfiguration.configuration;
  return {
    pipelineExecutionId: executionId,
    actionExecutionId: `invoke-${number}`,
    actionName: functionName,
    status: 'InProgress',
    input: {
      actionTypeId: { category: 'Invoke', owner: 'AWS', provider: 'Lambda', version: '1' },
      configuration: { FunctionName: functionName },
      resolvedConfiguration: { FunctionName: functionName, UserParameters },
      inputArtifacts: inputArtifacts.map(({ name, location: { s3Location } }) => ({
        name,
        s3location: { bucket: s3Location.bucketName, key: s3Location.objectKey },
      })),
    },
  };
}

const isSame = (one: ActionExecutionDetail, other: ActionExecutionDetail): boolean =>
  one.pipelineExecutionId === other.pipelineExecutionId &&
  JSON.stringify(one.input) === JSON.stringify(other.input);
