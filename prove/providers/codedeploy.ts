import type { CreateTaskSetResponse, DescribeServicesResponse, Service } from '@aws-sdk/client-ecs';
import { acceptLater } from '../simulated-account/lambda';
import { ACCOUNT, type SimulatedAccount } from '../simulated-account/simulated-account';
import { codeDeployOf, endDeployment, succeedDeployment } from '../stores/codedeploy/deployments';
import type { CodeDeployment, CodeDeployState, Shift } from '../stores/codedeploy/model';
import { CODE_DEPLOY } from './names';
import { type Call, callsAs, explain, type Provider } from './provider';

/** Seconds between two looks at green, which has an hour to become healthy. */
const POLL_SECONDS = 60;
const STEADY_SECONDS = 3600;

interface WorkEvent {
  readonly deployment: string;
  readonly step: keyof typeof STEPS;
  /** Of the traffic, from 0 on. @default 0 */
  readonly at?: number;
}

interface Work {
  readonly simulated: SimulatedAccount;
  readonly state: CodeDeployState;
  readonly deployment: CodeDeployment;
  readonly at: number;
  readonly call: Call;
  /** Has the next step taken. */
  readonly next: (step: WorkEvent['step'], seconds?: number, at?: number) => void;
}

/**
 * CodeDeploy's own work with its role: a call that fails, however often the SDK repeats it, fails the deployment, which is
 * rolled back. https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-ecs.html#deployment-steps-what-happens
 */
export const codeDeploy: Provider = async ({ simulated, event, send }) => {
  const { deployment: id, step, at = 0 } = event as WorkEvent;
  const state = codeDeployOf(simulated);
  const deployment = state.deployments.find((one) => one.id === id);
  if (deployment?.status !== 'InProgress') return;
  const call = callsAs(send, `arn:aws:iam::${ACCOUNT}:role/${state.name}-deploy`);
  const next: Work['next'] = (following, seconds = 0, number = 0) =>
    acceptLater(simulated, CODE_DEPLOY, { deployment: id, step: following, at: number }, seconds);
  try {
    await STEPS[step]({ simulated, state, deployment, at, call, next });
  } catch (error) {
    if (deployment.status === 'InProgress') endDeployment(simulated, deployment, 'Failed', explain(error));
  }
};

const STEPS = { install, steady, traffic, primary, terminate, return: returnTraffic, end: endGreen };

/** Makes green on the target group that blue is not on; what an earlier deployment left there is removed first. */
async function install({ state, deployment, call, next }: Work): Promise<void> {
  const { taskSets = [] } = await describe(state, call);
  const primary = taskSets.find(({ status }) => status === 'PRIMARY');
  const blueGroup = primary?.loadBalancers?.[0]?.targetGroupArn ?? '';
  const greenGroup = state.targetGroups.find((arn) => arn !== blueGroup) ?? '';
  await call('elastic-load-balancing-v2', 'DescribeTargetGroups', { TargetGroupArns: state.targetGroups });
  const shift: Shift = {
    blue: { targetGroup: blueGroup, taskSet: primary?.taskSetArn },
    green: { targetGroup: greenGroup },
  };
  deployment.shift = shift;
  const left = taskSets.filter(({ taskSetArn }) => taskSetArn !== primary?.taskSetArn);
  if (left.length > 0) await forward(state, call, shift, 0);
  for (const { taskSetArn } of left) await removeTaskSet(state, call, taskSetArn);
  const { taskSet } = await call<CreateTaskSetResponse>('ecs', 'CreateTaskSet', {
    ...serviceOf(state),
    ...{ taskDefinition: deployment.definition, externalId: deployment.id, clientToken: deployment.id },
    ...{ scale: { value: 100, unit: 'PERCENT' }, loadBalancers: [{ targetGroupArn: greenGroup }] },
  });
  shift.green.taskSet = taskSet?.taskSetArn;
  next('steady', POLL_SECONDS);
}

async function steady({ simulated, state, deployment, call, next }: Work): Promise<void> {
  const { taskSets = [] } = await describe(state, call);
  const green = taskSets.find(({ taskSetArn }) => taskSetArn === deployment.shift?.green.taskSet);
  if (green?.stabilityStatus === 'STEADY_STATE') return next('traffic');
  if (simulated.now - deployment.createdAt >= STEADY_SECONDS * 1000)
    throw new Error('The deployment timed out while waiting for the replacement task set to become healthy.');
  next('steady', POLL_SECONDS);
}

async function traffic({ state, deployment, at, call, next }: Work): Promise<void> {
  const { percent = 100, seconds = 0 } = state.steps[at] ?? {};
  await forward(state, call, shiftOf(deployment), percent);
  if (at + 1 < state.steps.length) next('traffic', seconds, at + 1);
  else next('primary');
}

/** Keeps blue for a while once green is the primary one. */
async function primary({ state, deployment, call, next }: Work): Promise<void> {
  await makePrimary(state, call, shiftOf(deployment).green.taskSet);
  await describe(state, call);
  next('terminate', state.terminationSeconds);
}

async function terminate({ simulated, state, deployment, call }: Work): Promise<void> {
  deployment.isEnding = true;
  await removeTaskSet(state, call, shiftOf(deployment).blue.taskSet);
  succeedDeployment(simulated, deployment);
}

/** A rollback: blue, which still runs, gets the traffic back. */
async function returnTraffic({ state, deployment, call, next }: Work): Promise<void> {
  const shift = shiftOf(deployment);
  const { taskSets = [] } = await describe(state, call);
  await forward(state, call, shift, 0);
  const now = taskSets.find(({ status }) => status === 'PRIMARY');
  if (now?.taskSetArn !== shift.blue.taskSet) await makePrimary(state, call, shift.blue.taskSet);
  next('end');
}

async function endGreen({ simulated, state, deployment, call }: Work): Promise<void> {
  const { green } = shiftOf(deployment);
  const { taskSets = [] } = await describe(state, call);
  deployment.isEnding = true;
  for (const { externalId, taskSetArn } of taskSets)
    if (taskSetArn === green.taskSet || (green.taskSet === undefined && isOf(state, externalId)))
      await removeTaskSet(state, call, taskSetArn);
  succeedDeployment(simulated, deployment);
}

/** Whether a task set is one of the last deployment of a user: its answer may have been lost. */
const isOf = ({ deployments }: CodeDeployState, externalId: string | undefined): boolean =>
  deployments.findLast(({ creator }) => creator === 'user')?.id === externalId;

const serviceOf = ({ cluster, service }: CodeDeployState) => ({ cluster, service });

async function describe(state: CodeDeployState, call: Call): Promise<Service> {
  const { cluster, service } = state;
  const { services = [] } = await call<DescribeServicesResponse>('ecs', 'DescribeServices', {
    ...{ cluster, services: [service] },
  });
  return services[0] ?? {};
}

async function forward(
  state: CodeDeployState,
  call: Call,
  { blue, green }: Shift,
  percent: number,
): Promise<void> {
  await call('elastic-load-balancing-v2', 'DescribeRules', { RuleArns: [state.rule] });
  const TargetGroups = [
    { TargetGroupArn: green.targetGroup, Weight: percent },
    { TargetGroupArn: blue.targetGroup, Weight: 100 - percent },
  ];
  const Actions = [{ Type: 'forward', ForwardConfig: { TargetGroups } }];
  await call('elastic-load-balancing-v2', 'ModifyRule', { RuleArn: state.rule, Actions });
}

const makePrimary = (
  state: CodeDeployState,
  call: Call,
  primaryTaskSet: string | undefined,
): Promise<object> => call('ecs', 'UpdateServicePrimaryTaskSet', { ...serviceOf(state), primaryTaskSet });

/** One that is gone already was removed by a call whose answer was lost. */
async function removeTaskSet(state: CodeDeployState, call: Call, taskSet: string | undefined): Promise<void> {
  try {
    await call('ecs', 'DeleteTaskSet', { ...serviceOf(state), taskSet, force: true });
  } catch (error) {
    if ((error as Error).name !== 'TaskSetNotFoundException') throw error;
  }
}

function shiftOf({ shift, id }: CodeDeployment): Shift {
  if (!shift) throw new Error(`Deployment ${id} must have begun to install`);
  return shift;
}
