import type {
  ActionExecutionDetail,
  ExecutionMode,
  ListActionExecutionsInput,
  PipelineExecution,
  PutJobFailureResultInput,
  PutJobSuccessResultInput,
  StageDeclaration,
  StageState,
} from '@aws-sdk/client-codepipeline';
import { testService } from '@pipeline-factory/local-endpoint/testing';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import type { LocalService } from '../../../local-endpoint/kit/local-service';
import { type ReceivedResult, type RunningActions, runningActions } from './running-actions';

/** An execution that a test writes. */
export interface WrittenExecution {
  readonly id: string;
  status: NonNullable<PipelineExecution['status']>;
  /** The execution that it goes back to. @default - it is no rollback */
  readonly rollsBackTo?: string;
  /** @default 'QUEUED' */
  readonly mode?: ExecutionMode;
}

/** CodePipeline, as far as action functions call it, with executions that a test writes. */
export interface WrittenPipeline<Execution extends WrittenExecution> {
  readonly service: LocalService;
  /** Newest last. */
  readonly executions: Execution[];
  /** The actions that invoke functions. */
  readonly running: RunningActions;
  /** In the order they were received. */
  readonly results: readonly ReceivedResult[];
  reset(): void;
}

/** What differs between pipelines. */
export interface PipelineShape<Execution> {
  readonly stages: readonly Pick<StageDeclaration, 'name' | 'actions'>[];
  states(executions: readonly Execution[]): StageState[];
  /** The actions of an execution beside those that invoke functions, the newest first. */
  details(execution: Execution): ActionExecutionDetail[];
}

export function writtenPipeline<Execution extends WrittenExecution>({
  stages,
  ...shape
}: PipelineShape<Execution>): WrittenPipeline<Execution> {
  const executions: Execution[] = [];
  const running = runningActions();
  const operations = {
    GetPipeline: async () => ({ pipeline: { name: 'pipeline', stages } }),
    GetPipelineState: async () => ({ stageStates: shape.states(executions) }),
    ListPipelineExecutions: async () => ({
      pipelineExecutionSummaries: executions
        .toReversed()
        .map(({ id: pipelineExecutionId, status }) => ({ pipelineExecutionId, status })),
    }),
    GetPipelineExecution: async ({ pipelineExecutionId }: { pipelineExecutionId: string }) => {
      const found = executions.find(({ id }) => id === pipelineExecutionId);
      if (!found) throw new AwsError('PipelineExecutionNotFoundException', 'There is no such execution');
      return { pipelineExecution: describe(found) };
    },
    ListActionExecutions: async ({ filter }: ListActionExecutionsInput) => ({
      actionExecutionDetails: [
        ...running.list(filter?.pipelineExecutionId),
        ...executions
          .toReversed()
          .filter(({ id }) => !filter?.pipelineExecutionId || id === filter.pipelineExecutionId)
          .flatMap((one) => shape.details(one)),
      ],
    }),
    PutJobSuccessResult: (input: PutJobSuccessResultInput) => running.receive({ kind: 'success', ...input }),
    PutJobFailureResult: (input: PutJobFailureResultInput) => running.receive({ kind: 'failure', ...input }),
  };
  return {
    service: testService('codepipeline', { operations }, 'refuse'),
    ...{ executions, running, results: running.results },
    reset: () => {
      executions.length = 0;
      running.reset();
    },
  };
}

/** How CodePipeline names what an execution is. */
export const typeOf = ({ rollsBackTo }: Pick<WrittenExecution, 'rollsBackTo'>) =>
  rollsBackTo === undefined ? ('STANDARD' as const) : ('ROLLBACK' as const);

const describe = ({ id, status, rollsBackTo, mode = 'QUEUED' }: WrittenExecution): PipelineExecution => ({
  pipelineExecutionId: id,
  status,
  executionType: typeOf({ rollsBackTo }),
  executionMode: mode,
  ...(rollsBackTo !== undefined && {
    rollbackMetadata: { rollbackTargetPipelineExecutionId: rollsBackTo },
  }),
});

/** The source action of an execution, with a commit of its own. */
export const sourceAction = (id: string, repository: string): ActionExecutionDetail => ({
  pipelineExecutionId: id,
  status: 'Succeeded',
  input: {
    actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeStarSourceConnection', version: '1' },
  },
  output: {
    outputVariables: { CommitId: `commit-${id}`, BranchName: 'main', FullRepositoryName: repository },
  },
});
