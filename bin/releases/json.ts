import type { RecordedRelease } from '../../handlers/contract/release-record';
import { revisionsOf } from './executions';
import type { Need, ReleasePipeline, Serving } from './model';
import type { RollbackChoice, RollbackPlan } from './plan-rollback';

/** Writes one JSON document. */
export const writeJson = (out: NodeJS.WritableStream, value: unknown): void =>
  void out.write(`${JSON.stringify(value, undefined, 2)}\n`);

/** What serves, for programs: what AWS shows, and what the release record has on it. */
export function servingJson({ record, recordProblem }: ReleasePipeline, serving: Serving | undefined) {
  if (!serving) return null;
  const { facts, executionId, since, recordDiffers } = serving;
  const recorded: RecordedRelease | undefined = recordDiffers === undefined ? record?.serving : undefined;
  return {
    executionId,
    since,
    commit: recorded?.commit,
    settingsVersion: recorded?.settingsVersion,
    codeVersion: recorded?.codeVersion,
    approvedBy: recorded?.approvedBy,
    cause: recorded?.cause,
    facts,
    recordProblem: recordDiffers ?? recordProblem,
  };
}

/** What a rollback would do, for programs. */
export function planJson(plan: RollbackPlan) {
  if (plan.way !== 'roll-back-stage')
    return { way: plan.way, text: plan.text, possible: plan.way !== 'none' };
  const { way, text, target, needs } = plan;
  return {
    way,
    text,
    possible: needs.every(({ missing }: Need) => missing === undefined),
    target: target.executionId,
    needs,
  };
}

/** The executions that can be rolled back to, for programs. */
export const targetsJson = ({ targets, serving }: RollbackChoice) =>
  targets.map((target) => ({
    executionId: target.pipelineExecutionId,
    started: target.startTime,
    released: revisionsOf(target),
    serves: target.pipelineExecutionId === serving,
  }));
