import type { ActionExecutionDetail, StageState } from '@aws-sdk/client-codepipeline';
import {
  sourceAction,
  typeOf,
  type WrittenExecution,
  type WrittenPipeline,
  writtenPipeline,
} from './written-pipeline';

const STAGES = ['Publish', 'Approve', 'Deploy'] as const;

/** An execution of a pipeline that releases functions. */
export interface VersionsExecution extends WrittenExecution {
  /** The stage that it is in, or was in last. */
  stage: (typeof STAGES)[number];
  readonly approvedBy?: string;
}

/** CodePipeline, as far as functions of versions call it. */
export type VersionsPipeline = WrittenPipeline<VersionsExecution>;

const DEPLOY = {
  name: 'Deploy',
  actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'Lambda', version: '1' },
} as const;

export const versionsPipeline = (): VersionsPipeline =>
  writtenPipeline<VersionsExecution>({
    stages: STAGES.map((name) => ({ name, actions: name === 'Deploy' ? [DEPLOY] : [] })),
    states: stageStates,
    details,
  });

const stageStates = (executions: readonly VersionsExecution[]): StageState[] =>
  STAGES.map((stageName, at) => {
    const latest = executions.findLast(({ stage }) => STAGES.indexOf(stage) >= at);
    if (!latest) return { stageName };
    const isThere = latest.stage === stageName && latest.status !== 'Superseded';
    const status = isThere ? latest.status : 'Succeeded';
    return {
      stageName,
      latestExecution: { pipelineExecutionId: latest.id, status, type: typeOf(latest) },
    } as StageState;
  });

function details({ id, stage, approvedBy, rollsBackTo }: VersionsExecution): ActionExecutionDetail[] {
  const done = { pipelineExecutionId: id, status: 'Succeeded' } as const;
  const actionTypeId = { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' } as const;
  return [
    ...(stage === 'Deploy' ? [{ ...done, input: DEPLOY }] : []),
    ...(approvedBy ? [{ ...done, input: { actionTypeId }, updatedBy: approvedBy }] : []),
    ...(rollsBackTo ? [] : [sourceAction(id, 'acme/quotes')]),
  ];
}
