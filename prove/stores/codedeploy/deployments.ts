import { emit } from '../../simulated-account/events';
import { acceptLater } from '../../simulated-account/lambda';
import { nextNumber, type SimulatedAccount } from '../../simulated-account/simulated-account';
import type { CodeDeployment, CodeDeployState } from './model';

/** Name of the provider that does the work: `prove/providers`. */
const WORK = 'codedeploy';

/** @throws Error where the account has no CodeDeploy */
export function codeDeployOf({ codeDeploy }: SimulatedAccount): CodeDeployState {
  if (!codeDeploy) throw new Error('The simulated account must have CodeDeploy');
  return codeDeploy;
}

/** The deployment that has not ended. @returns nothing where none is in progress */
export const activeDeployment = ({ deployments }: CodeDeployState): CodeDeployment | undefined =>
  deployments.find(({ status }) => status === 'InProgress');

/** Makes a deployment, whose work begins. */
export function beginDeployment(
  simulated: SimulatedAccount,
  made: Pick<CodeDeployment, 'creator' | 'definition' | 'shift'>,
): CodeDeployment {
  const id = `d-${nextNumber(simulated)}`;
  const deployment: CodeDeployment = { ...made, id, createdAt: simulated.now, status: 'InProgress' };
  codeDeployOf(simulated).deployments.push(deployment);
  emitState(simulated, deployment, 'START');
  acceptLater(simulated, WORK, { deployment: id, step: made.shift ? 'return' : 'install' }, 0);
  return deployment;
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html */
function emitState(simulated: SimulatedAccount, { id }: CodeDeployment, state: string): void {
  const { name } = codeDeployOf(simulated);
  emit(simulated, 'aws.codedeploy', 'CodeDeploy Deployment State-change Notification', {
    ...{ application: name, deploymentGroup: name, deploymentId: id, state },
  });
}

export function succeedDeployment(simulated: SimulatedAccount, deployment: CodeDeployment): void {
  Object.assign(deployment, { status: 'Succeeded', endedAt: simulated.now });
  const state = codeDeployOf(simulated);
  simulated.ecs?.services[`${state.cluster}/${state.service}`]?.served.push(deployment.definition);
  emitState(simulated, deployment, 'SUCCESS');
}

/**
 * Ends a deployment early, and begins the one that rolls it back, where it had begun to install.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-rollback-and-redeploy.html
 */
export function endDeployment(
  simulated: SimulatedAccount,
  deployment: CodeDeployment,
  status: 'Failed' | 'Stopped',
  error: string,
): void {
  const { shift, creator } = deployment;
  Object.assign(deployment, { status, error, endedAt: simulated.now });
  emitState(simulated, deployment, status === 'Failed' ? 'FAILURE' : 'STOP');
  if (shift && creator === 'user')
    beginDeployment(simulated, {
      ...{ creator: 'codeDeployRollback', shift: structuredClone(shift) },
      definition: definitionOf(simulated, shift.blue.taskSet),
    });
}

/** ARN of the revision of a task set. */
function definitionOf(simulated: SimulatedAccount, taskSet: string | undefined): string {
  const { cluster, service } = codeDeployOf(simulated);
  const { taskSets = [] } = simulated.ecs?.services[`${cluster}/${service}`] ?? {};
  return taskSets.find(({ arn }) => arn === taskSet)?.definition ?? '';
}
