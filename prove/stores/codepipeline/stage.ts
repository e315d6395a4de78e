import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { endExecution } from './executions';
import type { ActionDefinition, Execution } from './model';

/** The actions of a stage, those together that run side by side. */
export function groupsOf(
  { pipeline: { stages } }: SimulatedAccount,
  stage: string,
): readonly (readonly ActionDefinition[])[] {
  const groups: ActionDefinition[][] = [];
  for (const action of stages.find(({ name }) => name === stage)?.actions ?? []) {
    const last = groups.at(-1);
    const isBeside = action.runOrder !== undefined && last?.[0]?.runOrder === action.runOrder;
    if (isBeside) last?.push(action);
    else groups.push([action]);
  }
  return groups;
}

/**
 * Whether another execution is in a stage. In PARALLEL mode no stage is ever locked.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 */
export function isTaken(
  { pipeline: { mode, latest } }: SimulatedAccount,
  stage: string,
  id: string,
): boolean {
  const last = latest[stage];
  const isBusy = last?.status === 'InProgress' || last?.status === 'Stopping';
  return mode !== 'PARALLEL' && isBusy && last.execution !== id;
}

/** Has an execution wait for a stage: behind the others, or, in SUPERSEDED mode, instead of them. */
export function wait(simulated: SimulatedAccount, { id }: Execution, stage: string): void {
  const { pipeline } = simulated;
  const [here, elsewhere] = [true, false].map((isHere) =>
    (pipeline.waiting ?? []).filter((one) => (one.stage === stage) === isHere),
  );
  if (pipeline.mode !== 'SUPERSEDED') {
    pipeline.waiting = [...(pipeline.waiting ?? []), { execution: id, stage }];
    return;
  }
  pipeline.waiting = [...(elsewhere ?? []), { execution: id, stage }];
  for (const { execution } of here ?? []) endExecution(simulated, execution, 'Superseded');
}

/** Takes the execution that is next away from those that wait for a stage. @returns nothing where none may enter */
export function takeNext(simulated: SimulatedAccount, stage: string): string | undefined {
  const { pipeline } = simulated;
  const next = pipeline.waiting?.find((one) => one.stage === stage);
  if (!next || isTaken(simulated, stage, next.execution)) return undefined;
  pipeline.waiting = pipeline.waiting?.filter((one) => one !== next);
  return next.execution;
}

/** @returns whether the execution waited */
export function stopWaiting({ pipeline }: SimulatedAccount, id: string): boolean {
  const others = pipeline.waiting?.filter(({ execution }) => execution !== id);
  const hasWaited = others !== undefined && others.length !== pipeline.waiting?.length;
  if (hasWaited) pipeline.waiting = others;
  return hasWaited;
}
