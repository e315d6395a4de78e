import { RECORD_RELEASE } from '../../../handlers/contract/record-release';
import { UPDATE_TASK_DEFINITION } from '../../../handlers/contract/update-task-definition';
import { alarm, noCapacity, setFailing, setScan } from '../../ecs-service/changes';
import { BUCKET, FIRST, NEXT, RELEASE, ROLLBACK, imageOf } from '../../ecs-service/names';
import { withoutReleases } from '../../ecs-service/start';
import { caseRunOf } from '../../run/case-run';
import { play } from '../../run/play';
import type { ScanResult } from '../../stores/ecr/model';
import type { SimulatedAccount, SimulatedEvent } from '../../simulated-account/simulated-account';
import { rollBackStage, startExecution } from '../../stores/codepipeline/operator';
import type { Scenario } from '../kind';
import { always, atRest, succeeded } from './invariants';
import { artifactsOf, buildOf, start } from './start';

/** The execution whose build an execution deploys. */
const releaseOf = (id: string): string => (id === ROLLBACK ? FIRST : id);

const BEFORE = start();

const CHANGES = [alarm, noCapacity];

/** What all scenarios have in common. */
const common = {
  kind: 'ecs-rolling',
  begin: (simulated: SimulatedAccount) => startWith(simulated, RELEASE),
  releaseAgain: (simulated: SimulatedAccount) => startWith(simulated, NEXT),
  targetsOf,
  always: (simulated: SimulatedAccount) => always(simulated, BEFORE),
  atRest,
  succeeded: (simulated: SimulatedAccount, id: string) =>
    succeeded(simulated, id, releaseOf(id), releaseOf(id)),
};

/** A release takes over from one that serves. */
export const release: Scenario = {
  ...common,
  name: 'release',
  start: async () => start(),
  rollBack,
  changes: CHANGES,
};

/** Nothing was released before: a placeholder serves. */
export const firstRelease: Scenario = {
  ...common,
  name: 'first-release',
  start: async () => withoutReleases(start()),
};

/** The tasks of the release never become healthy. */
export const unhealthyRelease: Scenario = {
  ...common,
  name: 'unhealthy-release',
  start: async () => {
    const simulated = start();
    setFailing(simulated, [imageOf(RELEASE)]);
    return simulated;
  },
  rollBack,
  mayFail: 'its tasks never become healthy, until a person has mended what they need',
  mend: (simulated) => setFailing(simulated, []),
};

/** A scan finds something, or cannot be made, until a person has mended the image. */
const scanned = (name: string, scan: ScanResult): Scenario => ({
  ...{ ...common, name, rollBack },
  start: async () => {
    const simulated = start();
    setScan(simulated, RELEASE, scan);
    return simulated;
  },
  mayFail: 'its image must not be released, until a person has mended it',
  mend: (simulated) => setScan(simulated, RELEASE, 'clean'),
});

export const scanFinds = scanned('scan-finds', 'critical');
export const scanFails = scanned('scan-fails', 'failed');

/** Seconds within which the scan of a release must have ended are over soon. */
const WAITED_SECONDS = 1740;

/** A scan never ends. It begins when the function has waited for half an hour, but for a minute. */
export const scanEndless: Scenario = {
  ...scanned('scan-endless', 'endless'),
  start: async () => {
    const simulated = start();
    setScan(simulated, RELEASE, 'endless');
    common.begin(simulated);
    await play(caseRunOf(release, simulated), { end: simulated.now + WAITED_SECONDS * 1000 });
    return simulated;
  },
  begin: () => RELEASE,
};

/** The stage is rolled back to what served before a release. */
export const rollback: Scenario = {
  ...common,
  name: 'rollback',
  start: async () => {
    const simulated = start();
    common.begin(simulated);
    await play(caseRunOf(release, simulated));
    return simulated;
  },
  begin: rollBack,
};

/** The build made the image again that serves, with another task definition. */
export const sameImage: Scenario = {
  ...common,
  name: 'same-image',
  start: async () => {
    const simulated = start();
    const key = `${BUCKET}/${artifactsOf(RELEASE).Build}`;
    if (simulated.s3) simulated.s3[key] = buildOf(RELEASE, FIRST);
    return simulated;
  },
  rollBack,
  succeeded: (simulated, id) =>
    succeeded(simulated, id, releaseOf(id), id === RELEASE ? FIRST : releaseOf(id)),
};

function startWith(simulated: SimulatedAccount, id: string): string {
  startExecution(simulated, { id, variables: {}, artifacts: artifactsOf(id) });
  return id;
}

function rollBack(simulated: SimulatedAccount): string {
  rollBackStage(simulated, { id: ROLLBACK, target: FIRST }, 'Deploy');
  return ROLLBACK;
}

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
