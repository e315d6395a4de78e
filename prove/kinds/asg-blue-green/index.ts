import { CLEAN_UP_GROUPS } from '../../../handlers/contract/clean-up-groups';
import { rollBackStage, startExecution } from '../../stores/codepipeline/operator';
import type { World, WorldEvent } from '../../world/world';
import type { Kind } from '../kind';
import { always, atRest, succeeded } from './invariants';
import { FIRST, IMAGES, NAME, NEXT, RELEASE, ROLLBACK } from './names';
import { start } from './start';

/** What each execution releases. */
const IMAGE_OF: Readonly<Record<string, string>> = {
  ...{ [FIRST]: IMAGES[0], [RELEASE]: IMAGES[1], [NEXT]: IMAGES[2], [ROLLBACK]: IMAGES[0] },
};

const BEFORE = start();

/** A fleet that is released by a second Auto Scaling group, to which the traffic moves in steps. */
export const asgBlueGreen: Kind = {
  name: 'asg-blue-green',
  start,
  release: (world) => startWith(world, RELEASE, '2'),
  releaseAgain: (world) => startWith(world, NEXT, '3'),
  rollBack: (world) => {
    rollBackStage(world, { id: ROLLBACK, target: FIRST }, 'Deploy');
    return ROLLBACK;
  },
  targetsOf: (_, event) => (invokesCleanUp(event) ? [CLEAN_UP_GROUPS.name] : []),
  always: (world) => always(world, BEFORE),
  atRest,
  succeeded: (world, id) => succeeded(world, IMAGE_OF[id] ?? ''),
};

function startWith(world: World, id: string, AMI_VERSION: string): string {
  startExecution(world, { id, variables: { Bake: { AMI_VERSION } } });
  return id;
}

/** The patterns of the function's contract. */
const invokesCleanUp = ({ 'detail-type': type, detail }: WorldEvent): boolean =>
  type === 'CodePipeline Pipeline Execution State Change' ||
  (type === 'EC2 Instance Terminate Successful' &&
    (detail.AutoScalingGroupName ?? '').startsWith(`${NAME}-`));
