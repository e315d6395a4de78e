import { RECORD_RELEASE } from '../../../handlers/contract/record-release';
import { UPDATE_TASK_DEFINITION } from '../../../handlers/contract/update-task-definition';
import { BUCKET, FIRST, RELEASE } from '../../ecs-service/names';
import { releaseOf, serviceScenarios } from '../../ecs-service/scenarios';
import type { SimulatedAccount, SimulatedEvent } from '../../simulated-account/simulated-account';
import type { Scenario } from '../kind';
import { atRest, succeeded } from './invariants';
import { artifactsOf, buildOf, start } from './start';

const { common, scenarios: ofService } = serviceScenarios({
  kind: 'ecs-rolling',
  ...{ start, artifactsOf, targetsOf, atRest, succeeded },
});

/** The build made the image again that serves, with another task definition. */
const sameImage: Scenario = {
  ...{ ...common, name: 'same-image' },
  start: async () => {
    const simulated = start();
    const key = `${BUCKET}/${artifactsOf(RELEASE).Build}`;
    if (simulated.s3) simulated.s3[key] = buildOf(RELEASE, FIRST);
    return simulated;
  },
  succeeded: (simulated, id) =>
    succeeded(simulated, id, releaseOf(id), id === RELEASE ? FIRST : releaseOf(id)),
};

export const scenarios: readonly Scenario[] = [...ofService, sameImage];

/** The patterns of the functions' contracts. */
function targetsOf(_: SimulatedAccount, { 'detail-type': type, detail }: SimulatedEvent): string[] {
  if (type === 'ECS Deployment State Change') {
    if (detail.eventName === 'SERVICE_DEPLOYMENT_COMPLETED')
      return [UPDATE_TASK_DEFINITION.name, RECORD_RELEASE.name];
    return detail.eventName === 'SERVICE_DEPLOYMENT_FAILED' ? [UPDATE_TASK_DEFINITION.name] : [];
  }
  const isEnd = type === 'CodePipeline Pipeline Execution State Change';
  return isEnd && ['FAILED', 'STOPPED'].includes(detail.state ?? '')
    ? [UPDATE_TASK_DEFINITION.name, RECORD_RELEASE.name]
    : [];
}
