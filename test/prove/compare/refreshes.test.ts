import * as fc from 'fast-check';
import { autoScaling } from '../../../local-endpoint/services/autoscaling/service';
import { ec2 } from '../../../local-endpoint/services/ec2/service';
import { elasticLoadBalancing } from '../../../local-endpoint/services/elasticloadbalancing/service';
import { differences, type Step } from '../../../prove/compare/both';
import { FOREIGN_GROUP, IMAGES } from '../../../prove/kinds/asg-blue-green/names';
import { start as startFleet } from '../../../prove/kinds/asg-blue-green/start';
import type { SimulatedAccount } from '../../../prove/simulated-account/simulated-account';
import {
  cancel,
  deregister,
  readAfter,
  refreshSequences,
  rollBack,
  setAlarm,
  start,
  update,
  VERSIONS,
} from './refresh-sequences';
import { lineOf, useAccounts } from './support/accounts';

const emptyAccount = useAccounts([autoScaling, ec2, elasticLoadBalancing]);

/** Seconds in which a refresh of two instances ends, and in which one fails where nothing can be replaced. */
const ENDED = 300;
const FAILED = 4000;

/** What is read seldom enough to wait for an hour. */
const WITHOUT_ALARMS = { AlarmSpecification: undefined };

interface Sequence {
  readonly what: string;
  readonly steps: readonly Step[];
  /** The image of which no instance is healthy. @default - none */
  readonly neverHealthy?: string;
}

const SEQUENCES: readonly Sequence[] = [
  { what: 'a refresh that succeeds', steps: [start('3'), ...readAfter(10), ...readAfter(ENDED)] },
  {
    what: 'one that terminates before it launches, and bakes',
    steps: [
      start('3', { MinHealthyPercentage: 50, MaxHealthyPercentage: 100, BakeTime: 200 }),
      ...[...readAfter(150), ...readAfter(ENDED)],
    ],
  },
  {
    what: 'one that may neither grow nor shrink the group',
    steps: [start('3', { MaxHealthyPercentage: 100 }), ...readAfter(ENDED)],
  },
  {
    what: 'one that replaces all at once',
    steps: [start('3', { MaxHealthyPercentage: 200 }), ...readAfter(ENDED)],
  },
  { what: 'instances that are as they are to be', steps: [start('2'), ...readAfter(ENDED)] },
  {
    what: 'the same, which are replaced nevertheless',
    steps: [start('2', { SkipMatching: false }), ...readAfter(ENDED)],
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
    what: 'an alarm in the bake, with and without a rollback',
    steps: [false, true].flatMap((AutoRollback) => [
      ...[start('3', { AutoRollback, BakeTime: 300 }), { seconds: 200 }, setAlarm('ALARM')],
      ...[...readAfter(ENDED), setAlarm('OK')],
    ]),
  },
  {
    what: 'an alarm that was raised before',
    steps: [setAlarm('ALARM'), start('3'), ...readAfter(ENDED)],
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
    what: 'instances that the load balancer never finds healthy, for an hour',
    neverHealthy: IMAGES[1],
    steps: [start('3', WITHOUT_ALARMS), ...readAfter(60), ...readAfter(FAILED)],
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
const LONG_SEQUENCES: readonly Sequence[] = [
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

/** A read may come to the same so many seconds later: the endpoint reads the health of targets every 15 seconds. */
const LATE = { beginSeconds: 120, lateSeconds: 60 };

/** A fleet of two instances alone: the endpoint reads the health of every group that is there. */
function startAccount(): SimulatedAccount {
  const simulated = startFleet();
  delete simulated.autoScaling.groups[FOREIGN_GROUP];
  return simulated;
}

/** How many sequences are generated; where it is given, the long ones are compared, too. */
const { COMPARE_RUNS, COMPARE_SEED = '1' } = process.env;

test.each([...SEQUENCES, ...(COMPARE_RUNS === undefined ? [] : LONG_SEQUENCES)])(
  '$what comes to the same',
  async ({ steps, neverHealthy = '' }) => {
    const simulated = startAccount();
    const image = simulated.ec2.images[neverHealthy];
    if (image) simulated.ec2.images[neverHealthy] = { ...image, succeeds: 'none' };
    const found = await differences(simulated, emptyAccount(), [...VERSIONS, ...steps], LATE);
    expect(found.map(lineOf)).toEqual([]);
  },
);

test('generated refreshes, and what meets them, come to the same', async () => {
  await fc.assert(
    fc.asyncProperty(refreshSequences, async (steps) => {
      expect((await differences(startAccount(), emptyAccount(), steps, LATE)).map(lineOf)).toEqual([]);
    }),
    { numRuns: Number(COMPARE_RUNS ?? 2), seed: Number(COMPARE_SEED), endOnFailure: true },
  );
});
