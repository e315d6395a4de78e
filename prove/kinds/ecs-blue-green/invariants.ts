import { recordedAtRest, recordedSuccess } from '../../ecs-service/invariants';
import { imageOf, SIZE } from '../../ecs-service/names';
import { seeRevision, seeService, seeSides } from '../../ecs-service/observe';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { unansweredJobs } from '../unanswered-jobs';
import { memoryOf } from './start';

/**
 * What holds when nothing happens any more. A rollback of CodeDeploy that failed, too, leaves both task sets, one of which
 * serves, and the next deployment removes the other one.
 */
export function atRest(simulated: SimulatedAccount): string[] {
  const last = simulated.codeDeploy?.deployments.at(-1);
  const serving = servingDefinition(simulated);
  const isLeft = last !== undefined && last.status !== 'Succeeded';
  return [
    ...(isLeft ? [] : oneTaskSet(simulated)),
    ...(isLeft ? [] : recordedAtRest(simulated, serving)),
    ...unansweredJobs(simulated),
  ];
}

/** ARN of the primary task set's revision. */
const servingDefinition = (simulated: SimulatedAccount): string =>
  seeService(simulated).taskSets?.find(({ status }) => status === 'PRIMARY')?.taskDefinition ?? '';

function oneTaskSet(simulated: SimulatedAccount): string[] {
  const { taskSets = [], runningCount } = seeService(simulated);
  const [set, ...others] = taskSets;
  const target = set?.loadBalancers?.[0]?.targetGroupArn;
  const weights = seeSides(simulated).filter(({ weight }) => weight > 0);
  return [
    ...(others.length === 0 ? [] : [`2: one task set must be left, got: ${taskSets.length}`]),
    ...(runningCount === SIZE ? [] : [`2: ${SIZE} tasks must be left, got: ${runningCount}`]),
    ...(weights.length === 1 && weights[0]?.targetGroup === target
      ? []
      : ['1: the target group of the task set must have all traffic']),
  ];
}

/** What holds once an execution has succeeded. @param release the execution whose image and settings it brings */
export function succeeded(simulated: SimulatedAccount, id: string, release: string, image: string): string[] {
  const serving = servingDefinition(simulated);
  const { memory } = seeRevision(simulated, serving);
  return [
    ...oneTaskSet(simulated),
    ...recordedSuccess(simulated, id, imageOf(image), serving),
    ...(memory === memoryOf(release) ? [] : [`6: the memory must be ${memoryOf(release)}, got: ${memory}`]),
  ];
}
