import { recordedAtRest, recordedSuccess } from '../../ecs-service/invariants';
import { imageOf, NAME, SIZE } from '../../ecs-service/names';
import { contentOf, seeRecord, seeRevision, seeService } from '../../ecs-service/observe';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { unansweredJobs } from '../unanswered-jobs';
import { memoryOf } from './start';

/** What holds when nothing happens any more. */
export function atRest(simulated: SimulatedAccount): string[] {
  const { deployments = [], runningCount } = seeService(simulated);
  const [primary, ...others] = deployments;
  const serving = primary?.taskDefinition ?? '';
  return [
    ...(primary?.rolloutState === 'COMPLETED' && others.length === 0
      ? []
      : [
          `1: one deployment must be left, and completed, got: ${deployments.map((one) => one.rolloutState).join(', ')}`,
        ]),
    ...(runningCount === SIZE ? [] : [`1: ${SIZE} tasks must be left, got: ${runningCount}`]),
    ...recordedAtRest(simulated, serving),
    ...newest(simulated, serving),
    ...unansweredJobs(simulated),
  ];
}

/**
 * A change of the service by its stack runs the newest revision of the family. Before the first release nothing says what
 * that is to be: `docs/decisions/0006-rolling-services.md`.
 */
function newest(simulated: SimulatedAccount, serving: string): string[] {
  if (!seeRecord(simulated)) return [];
  const [revision, served] = [NAME, serving].map((one) => seeRevision(simulated, one));
  return revision && served && contentOf(revision) === contentOf(served)
    ? []
    : [`2: the newest revision must be as ${serving}, which serves, got: ${revision?.taskDefinitionArn}`];
}

/** What holds once an execution has succeeded. @param release the execution whose image and settings it brings */
export function succeeded(simulated: SimulatedAccount, id: string, release: string, image: string): string[] {
  const serving = seeService(simulated).taskDefinition ?? '';
  const { memory } = seeRevision(simulated, serving);
  return [
    ...recordedSuccess(simulated, id, imageOf(image), serving),
    ...(memory === memoryOf(release) ? [] : [`6: the memory must be ${memoryOf(release)}, got: ${memory}`]),
  ];
}
