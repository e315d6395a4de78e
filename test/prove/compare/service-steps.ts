import type { Step } from '../../../prove/compare/step';
import { ALARM, imageOf, NAME, OTHER, RULE, TARGET_GROUPS } from '../../../prove/ecs-service/names';
import { taskDefinition } from '../../../prove/ecs-service/task-definition';
import type { SimulatedAccount } from '../../../prove/simulated-account/simulated-account';

/** What a kind starts with, without what someone else has there. @param failing an image whose tasks fail */
export function alone(started: SimulatedAccount, failing?: string): SimulatedAccount {
  const { ecs, ecr, loadBalancing } = started;
  if (!ecs || !ecr) throw new Error('The simulated account must have a service');
  delete ecs.services[`${OTHER}/${OTHER}`];
  delete ecs.families[OTHER];
  delete ecr[OTHER];
  delete loadBalancing.rules[`${RULE}-other`];
  delete loadBalancing.targetGroups[`${TARGET_GROUPS[0]}-other`];
  for (const service of Object.values(ecs.services))
    service.taskSets = service.taskSets.map((one) => ({ ...one, externalId: '' })); // no deployment made it there
  if (failing !== undefined) ecs.failing = [imageOf(failing)];
  return started;
}

const ofService = (operation: string, input: object): Step => ({ service: 'ecs', operation, input });

/** Registers another revision, of the image of an execution. */
export const register = (image: string): Step =>
  ofService('RegisterTaskDefinition', taskDefinition(imageOf(image), '512'));

export const update = (revision: number | string): Step =>
  ofService('UpdateService', { cluster: NAME, service: NAME, taskDefinition: `${NAME}:${revision}` });

export const describe = (service = NAME): Step =>
  ofService('DescribeServices', { cluster: NAME, services: [service] });

const targets = (TargetGroupArn: string): Step => ({
  ...{ service: 'elastic-load-balancing-v2', operation: 'DescribeTargetHealth' },
  input: { TargetGroupArn },
});

export const setAlarm = (StateValue: 'ALARM' | 'OK'): Step => ({
  inModel: ({ cloudWatch }) => void (cloudWatch[ALARM] = StateValue),
  inOther: (call) =>
    call('cloudwatch', 'SetAlarmState', { AlarmName: ALARM, StateValue, StateReason: 'as in the model' }),
});

/** Time until all is at rest, and all that functions read of a service. */
export const restOf = (seconds: number, targetGroups: readonly string[], events: string): Step[] => [
  ...[{ seconds }, { events }, describe()],
  ofService('ListTasks', { cluster: NAME, serviceName: NAME }),
  { ...{ service: 'elastic-load-balancing-v2', operation: 'DescribeRules' }, input: { RuleArns: [RULE] } },
  ...targetGroups.map(targets),
];
