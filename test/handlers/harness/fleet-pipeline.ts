import type {
  ActionExecutionDetail,
  ListActionExecutionsInput,
  PipelineExecution,
  PutJobFailureResultInput,
  PutJobSuccessResultInput,
} from '@aws-sdk/client-codepipeline';
import { testService } from '@pipeline-factory/local-endpoint/testing';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import type { LocalService } from '../../../local-endpoint/kit/local-service';
import { type RunningActions, type ReceivedResult, runningActions } from './running-actions';

/** An execution of a pipeline that releases a fleet. */
export interface FleetExecution {
  readonly id: string;
  status: NonNullable<PipelineExecution['status']>;
  /** The stage that it is in, or was in last. */
  stage: 'Bake' | 'Deploy' | 'Retire';
  /** The execution that it goes back to. @default - it is no rollback */
  readonly rollsBackTo?: string;
}

/** CodePipeline, as far as the functions of a fleet call it, with executions that a test writes. */
export interface FleetPipeline {
  readonly service: LocalService;
  /** Newest last. */
  readonly executions: FleetExecution[];
  /** The actions that invoke functions. */
  readonly running: RunningActions;
  /** In the order they were received. */
  readonly results: readonly ReceivedResult[];
  reset(): void;
}

const STAGES = ['Bake', 'Deploy', 'Retire'] as const;

/** @param prefix of the environment's functions, up to their own name */
export function fleetPipeline(prefix: string): FleetPipeline {
  const executions: FleetExecution[] = [];
  const running = runningActions();
  const operations = {
    GetPipeline: async () => ({
      pipeline: {
        name: 'pipeline',
        stages: [
          { name: 'Bake', actions: [] },
          {
            name: 'Deploy',
            actions: [{ name: 'Green', configuration: { FunctionName: `${prefix}create-green-group` } }],
          },
          { name: 'Retire', actions: [] },
        ],
      },
    }),
    GetPipelineState: async () => ({
      stageStates: STAGES.map((stageName) => {
        const latest = executions.findLast(({ stage }) => STAGES.indexOf(stage) >= STAGES.indexOf(stageName));
        return {
          stageName,
          ...(latest && {
            latestExecution: { pipelineExecutionId: latest.id, status: latest.status, type: typeOf(latest) },
          }),
        };
      }),
    }),
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
          .flatMap((one) => details(one, prefix)),
      ],
    }),
    PutJobSuccessResult: (input: PutJobSuccessResultInput) => running.receive({ kind: 'success', ...input }),
    PutJobFailureResult: (input: PutJobFailureResultInput) => running.receive({ kind: 'failure', ...input }),
  };
  return {
    service: testService('codepipeline', { operations: operations }, 'refuse'),
    executions,
    running,
    results: running.results,
    reset: () => {
      executions.length = 0;
      running.reset();
    },
  };
}

const typeOf = ({ rollsBackTo }: Pick<FleetExecution, 'rollsBackTo'>) =>
  rollsBackTo === undefined ? ('STANDARD' as const) : ('ROLLBACK' as const);

const describe = ({ id, status, rollsBackTo }: FleetExecution): PipelineExecution => ({
  pipelineExecutionId: id,
  status,
  executionType: typeOf({ rollsBackTo }),
  ...(rollsBackTo !== undefined && {
    rollbackMetadata: { rollbackTargetPipelineExecutionId: rollsBackTo },
  }),
});

function details({ id, status }: FleetExecution, prefix: string): ActionExecutionDetail[] {
  const source: ActionExecutionDetail = {
    pipelineExecutionId: id,
    status: 'Succeeded',
    input: {
      actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeStarSourceConnection', version: '1' },
    },
    output: {
      outputVariables: { CommitId: `commit-${id}`, BranchName: 'main', FullRepositoryName: 'acme/fleet' },
    },
  };
  const shift: ActionExecutionDetail = {
    pipelineExecutionId: id,
    status: status === 'InProgress' ? 'InProgress' : 'Succeeded',
    input: {
      actionTypeId: { category: 'Invoke', owner: 'AWS', provider: 'Lambda', version: '1' },
      configuration: { FunctionName: `${prefix}shift-traffic` },
    },
  };
  return [shift, source];
}
