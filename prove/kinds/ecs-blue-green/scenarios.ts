import { RECORD_RELEASE } from '../../../handlers/contract/record-release';
import { serviceScenarios } from '../../ecs-service/scenarios';
import { perform } from '../../run/call';
import type { SimulatedAccount, SimulatedEvent } from '../../simulated-account/simulated-account';
import { activeDeployment } from '../../stores/codedeploy/deployments';
import type { Change } from '../kind';
import { atRest, succeeded } from './invariants';
import { artifactsOf, start } from './start';

/** A person stops the deployment, which is rolled back. */
const stopDeployment: Change = {
  name: 'deployment-stopped',
  when: ({ codeDeploy }) => codeDeploy !== undefined && activeDeployment(codeDeploy) !== undefined,
  apply: (simulated) => {
    const deploymentId = simulated.codeDeploy && activeDeployment(simulated.codeDeploy)?.id;
    perform(simulated, 'codedeploy', 'StopDeployment', { deploymentId });
  },
};

export const { scenarios } = serviceScenarios({
  kind: 'ecs-blue-green',
  ...{ start, artifactsOf, targetsOf, atRest, succeeded },
  revisionsOf: (execution) => ({ Settings: `version-${execution}` }),
  mayRefuse: /already has an active Deployment/,
  changes: [stopDeployment],
});

/** The patterns of the function's contract. */
function targetsOf(_: SimulatedAccount, { 'detail-type': type, detail }: SimulatedEvent): string[] {
  const isDeployment = type === 'CodeDeploy Deployment State-change Notification';
  const isEnd = type === 'CodePipeline Pipeline Execution State Change';
  const isWanted =
    (isDeployment && detail.state === 'SUCCESS') ||
    (isEnd && ['FAILED', 'STOPPED'].includes(detail.state ?? ''));
  return isWanted ? [RECORD_RELEASE.name] : [];
}
