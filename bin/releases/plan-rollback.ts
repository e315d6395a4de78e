import type { PipelineExecutionSummary } from '@aws-sdk/client-codepipeline';
import { readArtifactNeeds } from './artifact-needs';
import {
  listExecutions,
  listTargets,
  readExecution,
  readTarget,
  releasedBy,
  runningInStage,
} from './executions';
import type { Need, ReleasePipeline, RollbackTarget, Serving, UnderWay } from './model';

/** What `rollback` would do now. */
export type RollbackPlan =
  | { readonly way: 'take-back'; readonly text: string; readonly underWay: UnderWay }
  | {
      readonly way: 'roll-back-stage';
      readonly text: string;
      readonly target: RollbackTarget;
      readonly needs: readonly Need[];
    }
  | { readonly way: 'none'; readonly text: string };

/** A plan, and what it was chosen from. */
export interface RollbackChoice {
  readonly plan: RollbackPlan;
  /** Executions that the stage can be rolled back to, the newest first. */
  readonly targets: readonly PipelineExecutionSummary[];
  /** The one of them, or an older one, whose release serves. @default - not known */
  readonly serving?: string;
}

/**
 * Decides what a rollback does: a deployment under way is stopped, which is quicker; else the stage is rolled back to the
 * newest release before the one that serves. A release that was rolled back already is never chosen.
 * @param to the execution to go back to, or the beginning of its id @default - as above
 */
export async function chooseRollback(
  pipeline: ReleasePipeline,
  serving: Serving | undefined,
  to?: string,
): Promise<RollbackChoice> {
  const targets = await listTargets(pipeline);
  const executionId = serving?.executionId && (await releasedBy(pipeline, serving.executionId));
  const plan = await planRollback(pipeline, serving, { targets, executionId, to });
  return { plan, targets, serving: executionId };
}

interface Candidates {
  readonly targets: readonly PipelineExecutionSummary[];
  readonly executionId?: string;
  readonly to?: string;
}

async function planRollback(
  pipeline: ReleasePipeline,
  serving: Serving | undefined,
  candidates: Candidates,
): Promise<RollbackPlan> {
  const { type, deploy, name } = pipeline;
  if (type.noRollback) return none(type.noRollback);
  const underWay = await type.readUnderWay?.(pipeline);
  if (underWay?.refusal) return none(underWay.refusal);
  if (underWay && candidates.to !== undefined)
    return none(`a deployment is under way, which can only be taken back as a whole: leave --to out`);
  if (underWay) return { way: 'take-back', text: underWay.text, underWay };
  const running = await runningInStage(pipeline, deploy.stage);
  if (running !== undefined)
    return none(
      `stage ${deploy.stage} runs execution ${running}, and CodePipeline rolls back no stage that runs: ${type.whileRunning}. To end it: aws codepipeline stop-pipeline-execution --pipeline-name ${name} --pipeline-execution-id ${running} --abandon`,
    );
  const chosen = await chooseTarget(pipeline, candidates);
  if (typeof chosen === 'string') return none(chosen);
  const target = await readTarget(pipeline, chosen);
  const needs = [...(await type.readNeeds(pipeline, target)), ...(await readArtifactNeeds(pipeline, target))];
  const effect = await type.describeRollback(pipeline, target, serving);
  const text = `rolls stage ${deploy.stage} back to execution ${target.executionId} (${target.revisions}): ${effect}`;
  return { way: 'roll-back-stage', text, target, needs };
}

const none = (text: string): RollbackPlan => ({ way: 'none', text });

/** @returns a sentence where there is none */
async function chooseTarget(
  pipeline: ReleasePipeline,
  { targets, executionId, to }: Candidates,
): Promise<PipelineExecutionSummary | string> {
  if (to !== undefined) return targetNamed(pipeline, targets, to, executionId);
  const position = targets.findIndex(({ pipelineExecutionId }) => pipelineExecutionId === executionId);
  if (position < 0)
    return targets.length === 0
      ? `no execution of the present structure of ${pipeline.name} has succeeded in stage ${pipeline.deploy.stage}`
      : `it is not known which execution released what serves: --to names the one to go back to`;
  const before = targets[position + 1];
  return (
    before ??
    `there is no release before the one that serves that stage ${pipeline.deploy.stage} can be rolled back to: executions of a former structure of the pipeline cannot be gone back to`
  );
}

async function targetNamed(
  pipeline: ReleasePipeline,
  targets: readonly PipelineExecutionSummary[],
  to: string,
  serving: string | undefined,
): Promise<PipelineExecutionSummary | string> {
  const [found, second] = targets.filter(({ pipelineExecutionId }) => pipelineExecutionId?.startsWith(to));
  if (second) return `--to must name one execution, got: ${to}, with which several begin`;
  if (found?.pipelineExecutionId === serving && found !== undefined)
    return `execution ${found.pipelineExecutionId} released what serves now`;
  if (found) return found;
  const other = (await listExecutions(pipeline)).find(({ pipelineExecutionId }) =>
    pipelineExecutionId?.startsWith(to),
  );
  if (!other) return `--to must name an execution of ${pipeline.name}, got: ${to}`;
  return `--to must name an execution that stage ${pipeline.deploy.stage} can be rolled back to, got: ${to}, ${await reasonAgainst(pipeline, other)}`;
}

async function reasonAgainst(
  pipeline: ReleasePipeline,
  { pipelineExecutionId = '', executionType }: PipelineExecutionSummary,
): Promise<string> {
  if (executionType === 'ROLLBACK') return 'which is a rollback itself';
  const { pipelineVersion } = await readExecution(pipeline, pipelineExecutionId);
  return pipelineVersion === pipeline.version
    ? 'which did not succeed in the stage'
    : `which is of version ${pipelineVersion} of the pipeline, not of its present one, ${pipeline.version}`;
}
