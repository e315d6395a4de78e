import * as fc from 'fast-check';
import type { Step } from '../../../prove/compare/step';
import { readAfter, rollBack, setAlarm, start, update, VERSIONS } from './refresh-steps';

/** Until a refresh of four instances, or its rollback, is at rest. */
const REST_SECONDS = 500;

const preferences = fc
  .record({
    healthy: fc.constantFrom([100, 110], [50, 100], [100, 100], [100, 200], [90, 100]),
    BakeTime: fc.constantFrom(0, 60),
    SkipMatching: fc.boolean(),
    InstanceWarmup: fc.constantFrom(0, 40),
  })
  .map(({ healthy: [MinHealthyPercentage, MaxHealthyPercentage], ...others }) => ({
    ...{ MinHealthyPercentage, MaxHealthyPercentage },
    ...others,
  }));

const started = fc
  .tuple(fc.constantFrom('2', '3', '3', '4', '9'), preferences)
  .map(([version, given]) => start(version, given));

/**
 * A refresh that is cancelled, or fails without a rollback, leaves both versions, of which Auto Scaling chooses by zones what is
 * too many: no case of those.
 */
const meanwhile = fc.oneof(
  started,
  fc.constant(rollBack),
  fc.constantFrom({ MinSize: 3 }, { DesiredCapacity: 3 }).map(update),
);

/** An alarm is read at once in the model, every fifteen seconds in the endpoint: nothing may depend on when it is. */
const alarm = fc.option(fc.constant(setAlarm('ALARM')));

const round = fc
  .tuple(started, fc.array(meanwhile, { maxLength: 3 }), alarm)
  .map(([first, others, last]) => [
    ...[first, ...others].flatMap((step): Step[] => [step, { seconds: 1 }]),
    ...[...(last ? [last] : []), ...readAfter(REST_SECONDS), setAlarm('OK')],
  ]);

/** Refreshes, and what meets them when they have just begun; when all is at rest everything is read. */
export const refreshSequences: fc.Arbitrary<readonly Step[]> = fc
  .array(round, { minLength: 1, maxLength: 2 })
  .map((rounds) => [...VERSIONS, ...rounds.flat()]);
