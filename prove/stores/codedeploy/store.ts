import type {
  CreateDeploymentInput,
  CreateDeploymentOutput,
  GetDeploymentGroupOutput,
  GetDeploymentInput,
  GetDeploymentOutput,
  StopDeploymentInput,
  StopDeploymentOutput,
} from '@aws-sdk/client-codedeploy';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { ServiceError, type Store } from '../store';
import { activeDeployment, beginDeployment, codeDeployOf, endDeployment } from './deployments';
import type { CodeDeployment } from './model';

/** CodeDeploy, whose work in a deployment is a provider: `prove/providers/codedeploy.ts`. */
export const codeDeploy: Store = {
  operations: {
    CreateDeployment: createDeployment,
    GetApplication: () => ({}),
    GetApplicationRevision: () => ({}),
    GetDeployment: getDeployment,
    GetDeploymentConfig: () => ({}),
    GetDeploymentGroup: getDeploymentGroup,
    RegisterApplicationRevision: () => ({}),
    StopDeployment: stopDeployment,
  },
  settle: stopOnAlarm,
};

/** A group has one deployment at a time. https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeployment.html */
function createDeployment(
  simulated: SimulatedAccount,
  { revision }: CreateDeploymentInput,
): CreateDeploymentOutput {
  const state = codeDeployOf(simulated);
  const active = activeDeployment(state);
  if (active)
    throw new ServiceError(
      'DeploymentLimitExceededException',
      `The Deployment Group '${state.name}' already has an active Deployment '${active.id}'`,
    );
  const [definition = ''] = /arn:aws:ecs:[^"'\s]+/.exec(revision?.appSpecContent?.content ?? '') ?? [];
  return { deploymentId: beginDeployment(simulated, { creator: 'user', definition }).id };
}

function getDeployment(
  simulated: SimulatedAccount,
  { deploymentId }: GetDeploymentInput,
): GetDeploymentOutput {
  const { name } = codeDeployOf(simulated);
  const { id, status, creator, createdAt, endedAt, error } = findDeployment(simulated, deploymentId);
  return {
    deploymentInfo: {
      ...{ deploymentId: id, applicationName: name, deploymentGroupName: name, status, creator },
      createTime: new Date(createdAt),
      ...(endedAt !== undefined && { completeTime: new Date(endedAt) }),
      ...(error !== undefined && { errorInformation: { message: error } }),
    },
  };
}

/** @throws ServiceError where there is no such deployment */
function findDeployment(simulated: SimulatedAccount, id: string | undefined): CodeDeployment {
  const found = codeDeployOf(simulated).deployments.find((one) => one.id === id);
  if (found) return found;
  throw new ServiceError('DeploymentDoesNotExistException', `The deployment ${id} could not be found`);
}

function getDeploymentGroup(simulated: SimulatedAccount): GetDeploymentGroupOutput {
  const { name, cluster, service } = codeDeployOf(simulated);
  return {
    deploymentGroupInfo: {
      ...{ applicationName: name, deploymentGroupName: name },
      ecsServices: [{ clusterName: cluster, serviceName: service }],
    },
  };
}

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_StopDeployment.html */
function stopDeployment(
  simulated: SimulatedAccount,
  { deploymentId }: StopDeploymentInput,
): StopDeploymentOutput {
  const deployment = findDeployment(simulated, deploymentId);
  if (deployment.status !== 'InProgress')
    throw new ServiceError('DeploymentAlreadyCompletedException', 'The deployment is already completed.');
  if (deployment.isEnding) return { status: 'Pending' };
  endDeployment(simulated, deployment, 'Stopped', 'The deployment was stopped manually.');
  return { status: 'Succeeded' };
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-create-alarms.html */
function stopOnAlarm(simulated: SimulatedAccount): boolean {
  const { codeDeploy: state, cloudWatch } = simulated;
  const deployment = state && activeDeployment(state);
  if (!deployment || deployment.isEnding || deployment.creator !== 'user') return false;
  const raised = state?.alarms.filter((name) => cloudWatch[name] === 'ALARM') ?? [];
  if (raised.length === 0) return false;
  endDeployment(simulated, deployment, 'Stopped', `Alarms have been activated: ${raised.join(' ')}`);
  return true;
}
