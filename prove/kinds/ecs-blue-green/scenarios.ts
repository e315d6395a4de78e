import { RECORD_RELEASE } from '../../../handlers/contract/record-release';
import { alarm, noCapacity, setFailing, setScan } from '../../ecs-service/changes';
import { always } from '../../ecs-service/invariants';
import { FIRST, imageOf, NEXT, RELEASE, ROLLBACK } from '../../ecs-service/names';
import { withoutReleases } from '../../ecs-service/start';
import { perform } from '../../run/call';
import { caseRunOf } from '../../run/case-run';
import { play } from '../../run/play';
import type { ScanResult } from '../../stores/ecr/model';
import type { SimulatedAccount, SimulatedEvent } from '../../simulated-account/simulated-account';
import { rollBackStage, startExecution } from '../../stores/codepipeline/operator';
import { activeDeployment } from '../../stores/codedeploy/deployments';
import type { Change, Scenario } from '../kind';
import { atRest, succeeded } from './invariants';
import { artifactsOf, start } from './start';

/** The execution whose image and settings an execution deploys. */
const releaseOf = (id: string): string => (id === ROLLBACK ? FIRST : id);

const BEFORE = start();

/** A person stops the deployment, which is rolled back. */
const stopDeployment: Change = {
  name: 'deployment-stopped',
  when: ({ codeDeploy }) => codeDeploy !== undefined && activeDeployment(codeDeploy) !== undefined,
  apply: (simulated) => {
    const deploymentId = simulated.codeDeploy && activeDeployment(simulated.codeDeploy)?.id;
    perform(simulated, 'codedeploy', 'StopDeployment', { deploymentId });
  },
};

const CHANGES = [alarm, noCapacity, stopDeployment];

/** What all scenarios have in common. */
const common = {
  kind: 'ecs-blue-green',
  begin: (simulated: SimulatedAccount) => startWith(simulated, RELEASE),
  releaseAgain: (simulated: SimulatedAccount) => startWith(simulated, NEXT),
  targetsOf,
  mayRefuse: /already has an active Deployment/,
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

function startWith(simulated: SimulatedAccount, id: string): string {
  const revisions = { Settings: `version-${id}` };
  startExecution(simulated, { id, variables: {}, artifacts: artifactsOf(id), revisions });
  return id;
}

function rollBack(simulated: SimulatedAccount): string {
  rollBackStage(simulated, { id: ROLLBACK, target: FIRST }, 'Deploy');
  return ROLLBACK;
}

/** The patterns of the function's contract. */
function targetsOf(_: SimulatedAccount, { 'detail-type': type, detail }: SimulatedEvent): string[] {
  const isDeployment = type === 'CodeDeploy Deployment State-change Notification';
  const isEnd = type === 'CodePipeline Pipeline Execution State Change';
  const isWanted =
    (isDeployment && detail.state === 'SUCCESS') ||
    (isEnd && ['FAILED', 'STOPPED'].includes(detail.state ?? ''));
  return isWanted ? [RECORD_RELEASE.name] : [];
}
