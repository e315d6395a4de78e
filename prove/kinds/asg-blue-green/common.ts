import { CLEAN_UP_GROUPS, ENDED_REFRESH_EVENTS } from '../../../handlers/contract/clean-up-groups';
import { rollBackStage, startExecution } from '../../stores/codepipeline/operator';
import type { SimulatedAccount, SimulatedEvent } from '../../simulated-account/simulated-account';
import { always, atRest, succeeded } from './invariants';
import { FIRST, IMAGES, LAST, NAME, NEXT, OVER, RELEASE, ROLLBACK, SIZE } from './names';
import { redeploy } from './redeploy';
import { start } from './start';

const BEFORE = start();

/** The images of executions, by their places among the versions of their parameter. */
const IMAGE_OF: Readonly<Record<string, number>> = {
  [FIRST]: 0,
  [RELEASE]: 1,
  [NEXT]: 2,
  [LAST]: 3,
  [OVER]: 4,
  [ROLLBACK]: 0,
};

/** What all scenarios have in common. */
export const common = {
  kind: 'asg-blue-green',
  begin: (simulated: SimulatedAccount) => release(simulated, RELEASE),
  releaseAgain: (simulated: SimulatedAccount) => release(simulated, NEXT),
  targetsOf: (_: SimulatedAccount, event: SimulatedEvent) =>
    invokesCleanUp(event) ? [CLEAN_UP_GROUPS.name] : [],
  redeploy,
  always: (simulated: SimulatedAccount) => always(simulated, BEFORE, SIZE),
  atRest,
  succeeded: (simulated: SimulatedAccount, id: string) =>
    succeeded(simulated, IMAGES[IMAGE_OF[id] ?? 0] ?? '', id),
};

/** Starts an execution with its image. @returns its id */
export function release(simulated: SimulatedAccount, id: string): string {
  startExecution(simulated, { id, variables: { Bake: { AMI_VERSION: `${(IMAGE_OF[id] ?? 0) + 1}` } } });
  return id;
}

/**
 * Takes a stage back to the execution that served at the start.
 * @param givenId what its actions get as the id of their execution, of which AWS documents no more @default - its own id
 * @returns the id of the execution that does
 */
export function rollBack(simulated: SimulatedAccount, givenId = ROLLBACK): string {
  rollBackStage(simulated, { id: ROLLBACK, target: FIRST, givenId }, 'Deploy');
  return ROLLBACK;
}

/** The patterns of the function's contract. */
const invokesCleanUp = ({ 'detail-type': type, detail }: SimulatedEvent): boolean =>
  type === 'CodePipeline Pipeline Execution State Change' ||
  (['EC2 Instance Terminate Successful', ...ENDED_REFRESH_EVENTS].includes(type) &&
    (detail.AutoScalingGroupName ?? '').startsWith(`${NAME}-`));
