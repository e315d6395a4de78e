import type { Step } from '../../../prove/compare/step';
import { IMAGES } from '../../../prove/kinds/asg-blue-green/names';
import { cancel, deregister, readAfter, rollBack, setAlarm, start, update } from './refresh-steps';

/** Seconds in which a refresh of two instances ends, and in which one fails where nothing can be replaced. */
const ENDED = 250;
const FAILED = 4000;

/** What is read seldom enough to wait for an hour. */
const WITHOUT_ALARMS = { AlarmSpecification: undefined };

/** A fleet of two instances, and what happens to it. */
export interface RefreshSequence {
  readonly what: string;
  readonly steps: readonly Step[];
  /** The image of which no instance is healthy. @default - none */
  readonly neverHealthy?: string;
}

export const REFRESH_SEQUENCES: readonly RefreshSequence[] = [
  { what: 'a refresh that succeeds', steps: [start('3'), ...readAfter(10), ...readAfter(ENDED)] },
  {
    what: 'one that terminates before it launches, and bakes',
    steps: [
      start('3', { MinHealthyPercentage: 50, MaxHealthyPercentage: 100, BakeTime: 200 }),
      ...[...readAfter(150), ...readAfter(ENDED)],
    ],
  },
  {
    what: 'one that may neither grow nor shrink the group, and one that replaces all at once',
    steps: [
      ...[start('3', { MaxHealthyPercentage: 100 }), ...readAfter(ENDED)],
      ...[start('4', { MaxHealthyPercentage: 200 }), ...readAfter(ENDED)],
    ],
  },
  {
    what: 'instances that are as they are to be, left and replaced nevertheless',
    steps: [start('2'), ...readAfter(60), start('2', { SkipMatching: false }), ...readAfter(ENDED)],
  },
  {
    what: 'a rollback that is asked for while instances are replaced, and in the bake',
    steps: [
      ...[start('3'), { seconds: 40 }, rollBack, rollBack, ...readAfter(ENDED)],
      ...[start('3', { BakeTime: 300 }), { seconds: 200 }, rollBack, ...readAfter(ENDED)],
    ],
  },
  {
    what: 'a refresh that is cancelled, and one that brings the rest and is rolled back',
    steps: [
      ...[start('3', { MinHealthyPercentage: 50, MaxHealthyPercentage: 100 }), { seconds: 10 }, cancel],
      ...readAfter(ENDED),
      ...[start('3', { BakeTime: 300 }), { seconds: 200 }, rollBack, ...readAfter(ENDED)],
    ],
  },
  {
    what: 'an alarm in the bake, with and without a rollback, and one that was raised before',
    steps: [false, true].flatMap((AutoRollback) => [
      ...[start('3', { AutoRollback, BakeTime: 300 }), { seconds: 200 }, setAlarm('ALARM')],
      ...[...readAfter(ENDED), start('4', { AutoRollback }), ...readAfter(30), setAlarm('OK')],
    ]),
  },
  {
    what: 'what is refused: a refresh beside another one, and a rollback or an end of none',
    steps: [
      ...[rollBack, cancel, start('9'), start('3'), start('4'), ...readAfter(ENDED)],
      ...[rollBack, cancel, ...readAfter(10)],
    ],
  },
  {
    what: 'sizes that change meanwhile',
    steps: [start('3'), { seconds: 5 }, update({ MinSize: 4 }), ...readAfter(ENDED)],
  },
  {
    what: 'instances that the load balancer never finds healthy, until someone rolls back',
    neverHealthy: IMAGES[1],
    steps: [start('3'), ...readAfter(150), rollBack, ...readAfter(ENDED)],
  },
  {
    what: 'a rollback for which there is nothing to launch',
    steps: [
      start('3', { ...WITHOUT_ALARMS, MinHealthyPercentage: 0, MaxHealthyPercentage: 100 }),
      ...[{ seconds: 10 }, deregister(IMAGES[0]), rollBack, ...readAfter(FAILED)],
    ],
  },
];

/** Each of them has the endpoint read the health of targets for an hour. */
export const LONG_REFRESH_SEQUENCES: readonly RefreshSequence[] = [
  {
    what: 'instances that the load balancer never finds healthy, for an hour',
    neverHealthy: IMAGES[1],
    steps: [start('3', WITHOUT_ALARMS), ...readAfter(60), ...readAfter(FAILED)],
  },
  {
    what: 'nothing to launch for an hour',
    steps: [start('3'), deregister(IMAGES[1]), ...readAfter(60), ...readAfter(FAILED)],
  },
  {
    what: 'nothing to launch, and no rollback',
    steps: [
      start('3', { MinHealthyPercentage: 50, MaxHealthyPercentage: 100, AutoRollback: false }),
      ...[deregister(IMAGES[1]), ...readAfter(FAILED)],
    ],
  },
];
