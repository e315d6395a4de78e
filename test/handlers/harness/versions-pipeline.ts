import type {
  ActionExecutionDetail,
  ListActionExecutionsInput,
  PutJobFailureResultInput,
  PutJobSuccessResultInput,
  StageState,
} from '@aws-sdk/client-codepipeline';
import { testService } from '@pipeline-factory/local-endpoint/testing';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import type { LocalService } from '../../../local-endpoint/kit/local-service';
import { type ReceivedResult, type RunningActions, runningActions } from './running-actions';

const STAGES = ['Publish', 'Approve', 'Deploy'] as const;

/** An execution of a pipeline that releases functions. */
export interface VersionsExecution {
  readonly id: string;
  status: 'Failed' | 'InProgress' | 'Stopped' | 'Succeeded' | 'Superseded';
  /** The stage that it is in, or was in last. */
  stage: (typeof STAGES)[number];
  readonly approvedBy?: string;
  /** The execution that it goes back to. @default - it is no rollback */
  readonly rollsBackTo?: string;
}

/** CodePipeline, as far as functions of versions call it, with executions that a test writes. */
export interface VersionsPipeline {
  readonly service: LocalService;
  /** Newest last. */
  readonly executions: VersionsExecution[];
  /** The actions that invoke functions. */
  readonly running: RunningActions;
  /** In the order they were received. */
  readonly results: readonly ReceivedResult[];
  reset(): void;
}

export function versionsPipeline(): VersionsPipeline {
  const executions: VersionsExecution[] = [];
  const running = runningActions();
  const operations = {
    GetPipeline: async () => ({
      pipeline: {
        name: 'pipeline',
        stages: STAGES.map((name) => ({ name, actions: name === 'Deploy' ? [DEPLOY] : [] })),
      },
    }),
    GetPipelineState: async () => ({ stageStates: stageStates(executions) }),
    GetPipelineExecution: async ({ pipelineExecutionId }: { pipelineExecutionId: string }) => {
      const found = executions.find(({ id }) => id === pipelineExecutionId);
      if (!found) throw new AwsError('PipelineExecutionNotFoundException', 'There is no such execution');
      const { id, status, rollsBackTo } = found;
      return {
        pipelineExecution: {
          ...{ pipelineExecutionId: id, status, executionType: rollsBackTo ? 'ROLLBACK' : 'STANDARD' },
          ...(rollsBackTo && { rollbackMetadata: { rollbackTargetPipelineExecutionId: rollsBackTo } }),
        },
      };
    },
    ListActionExecutions: async ({ filter }: ListActionExecutionsInput) => ({
      actionExecutionDetails: [
        ...running.list(filter?.pipelineExecutionId),
        ...executions
          .toReversed()
          .filter(({ id }) => !filter?.pipelineExecutionId || id === filter.pipelineExecutionId)
          .flatMap(details),
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

const DEPLOY = {
  name: 'Deploy',
  actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'Lambda', version: '1' },
} as const;

const stageStates = (executions: readonly VersionsExecution[]): StageState[] =>
  STAGES.map((stageName, at) => {
    const latest = executions.findLast(({ stage }) => STAGES.indexOf(stage) >= at);
    if (!latest) return { stageName };
    const isThere = latest.stage === stageName;
    const status = isThere && latest.status !== 'Superseded' ? latest.status : 'Succeeded';
    return { stageName, latestExecution: { pipelineExecutionId: latest.id, status, type: 'STANDARD' } };
  });

function details({ id, stage, approvedBy, rollsBackTo }: VersionsExecution): ActionExecutionDetail[] {
  const one = (category: 'Approval' | 'Source', provider: string, more: object): ActionExecutionDetail => ({
    ...{ pipelineExecutionId: id, status: 'Succeeded' },
    input: { actionTypeId: { category, owner: 'AWS', provider, version: '1' } },
    ...more,
  });
  const outputVariables = { CommitId: `commit-${id}`, BranchName: 'main', FullRepositoryName: 'acme/quotes' };
  const source = one('Source', 'CodeStarSourceConnection', { output: { outputVariables } });
  const approval = one('Approval', 'Manual', { updatedBy: approvedBy });
  const deploy: ActionExecutionDetail = { pipelineExecutionId: id, status: 'Succeeded', input: DEPLOY };
  return [
    ...(stage === 'Deploy' ? [deploy] : []),
    ...(approvedBy ? [approval] : []),
    ...(rollsBackTo ? [] : [source]),
  ];
}
