import type { Step } from '../../../prove/compare/step';
import { NEXT, RELEASE, TARGET_GROUPS } from '../../../prove/ecs-service/names';
import { describe as describeService, register, restOf, setAlarm, update } from './service-steps';

/** Until a deployment is completed, and until one has failed and is rolled back. */
const [COMPLETED, ROLLED_BACK] = [300, 900];

const rest = (seconds: number): Step[] => restOf(seconds, [TARGET_GROUPS[0]], 'ECS Deployment State Change');

/** A service, and what happens to it. */
export interface ServiceSequence {
  readonly what: string;
  readonly steps: readonly Step[];
  /** The execution whose image fails. @default - none does */
  readonly failing?: string;
}

export const ROLLING_SEQUENCES: readonly ServiceSequence[] = [
  {
    what: 'deployments that are completed, one that is there already, and back to an earlier revision',
    steps: [
      ...[register(RELEASE), update(4), describeService(), ...rest(COMPLETED)],
      ...[update(4), ...rest(10), update(2), ...rest(COMPLETED)],
    ],
  },
  {
    what: 'what is refused, and a service that is not there',
    steps: [update(9), describeService('none'), ...rest(10)],
  },
  {
    what: 'tasks that fail, until the circuit breaker rolls back, and the next deployment',
    failing: RELEASE,
    steps: [
      ...[register(RELEASE), update(4), ...rest(ROLLED_BACK)],
      ...[register(NEXT), update(5), ...rest(COMPLETED)],
    ],
  },
  {
    what: 'a deployment that takes the place of one whose tasks fail',
    failing: RELEASE,
    steps: [
      ...[register(RELEASE), register(NEXT), update(4), { seconds: 40 }, update(5)],
      ...rest(ROLLED_BACK),
    ],
  },
  {
    what: 'an alarm in a deployment, and after it',
    steps: [
      ...[register(RELEASE), update(4), { seconds: 60 }, setAlarm('ALARM'), ...rest(ROLLED_BACK)],
      ...[setAlarm('OK'), update(4), ...rest(COMPLETED), setAlarm('ALARM'), ...rest(60)],
    ],
  },
  {
    what: 'an alarm that was raised before the deployment',
    steps: [setAlarm('ALARM'), register(RELEASE), update(4), ...rest(COMPLETED)],
  },
];
