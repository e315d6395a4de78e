import type { ActionExecutionDetail, StageState } from '@aws-sdk/client-codepipeline';
import {
  sourceAction,
  typeOf,
  type WrittenExecution,
  type WrittenPipeline,
  writtenPipeline,
} from './written-pipeline';

/** An execution of a pipeline that releases a fleet. */
export interface FleetExecution extends WrittenExecution {
  /** The stage that it is in, or was in last. */
  stage: (typeof STAGES)[number];
}

/** CodePipeline, as far as the functions of a fleet call it. */
export type FleetPipeline = WrittenPipeline<FleetExecution>;

const STAGES = ['Bake', 'Deploy', 'Retire'] as const;

/** @param prefix of the environment's functions, up to their own name */
export const fleetPipeline = (prefix: string): FleetPipeline =>
  writtenPipeline<FleetExecution>({
    stages: STAGES.map((name) => ({ name, actions: name === 'Deploy' ? [greenOf(prefix)] : [] })),
    states: stageStates,
    details: (execution) => [shiftOf(execution, prefix), sourceAction(execution.id, 'acme/fleet')],
  });

const LAMBDA = { category: 'Invoke', owner: 'AWS', provider: 'Lambda', version: '1' } as const;

const greenOf = (prefix: string) => ({
  ...{ name: 'Green', actionTypeId: LAMBDA },
  configuration: { FunctionName: `${prefix}create-green-group` },
});

const stageStates = (executions: readonly FleetExecution[]): StageState[] =>
  STAGES.map((stageName, at) => {
    const latest = executions.findLast(({ stage }) => STAGES.indexOf(stage) >= at);
    return {
      stageName,
      ...(latest && {
        latestExecution: {
          ...{ pipelineExecutionId: latest.id, status: latest.status, type: typeOf(latest) },
        },
      }),
    } as StageState;
  });

const shiftOf = ({ id, status }: FleetExecution, prefix: string): ActionExecutionDetail => ({
  pipelineExecutionId: id,
  status: status === 'InProgress' ? 'InProgress' : 'Succeeded',
  input: { actionTypeId: LAMBDA, configuration: { FunctionName: `${prefix}shift-traffic` } },
});
