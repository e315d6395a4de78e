import { z } from 'zod';
import { distinct, duration, SECOND, wholeNumber } from '../../../config/schema-parts';
import { replacedWhole } from '../../../config/variation-schema';
import type { FleetDeploy } from './model';

const ALTERNATIVES = 'must be all-at-once, or a list of percentages such as [10, 50, 100]';

const trafficSchema = replacedWhole(
  z
    .union([
      z
        .literal('all-at-once', {
          error: ({ input }) => (input === undefined || input === null ? undefined : ALTERNATIVES),
        })
        .transform(() => [100]),
      z
        .array(wholeNumber(1, 100))
        .min(1)
        .max(10)
        .check(({ value, issues }) => {
          for (const [index, percent] of value.entries())
            if (percent <= (value[index - 1] ?? 0))
              issues.push({
                code: 'custom',
                path: [index],
                input: percent,
                message: `must be more than the step before it, ${value[index - 1]}`,
              });
          const last = value.length - 1;
          if (value[last] !== 100)
            issues.push({
              code: 'custom',
              path: [last],
              input: value[last],
              message: 'must be 100: the last step moves all traffic',
            });
        }),
    ])
    .meta({ id: 'FleetTraffic' }),
);

/** Which keys go with which strategy only. */
const OTHERS = {
  'blue-green': ['minHealthy', 'maxHealthy', 'checkpoints', 'checkpointDelay', 'skipMatching'],
  refresh: ['traffic', 'hold'],
} as const;

const fields = z
  .strictObject({
    strategy: z
      .enum(['blue-green', 'refresh'])
      .prefault('blue-green')
      .describe(
        'How a release comes to serve: blue-green brings up a second group beside the one that serves, refresh replaces the instances of one group little by little, with fewer instances meanwhile and a slower way back.',
      ),
    traffic: trafficSchema
      .optional()
      .describe(
        'How much of the traffic green has after each step, in percent: all-at-once, or a list that rises to 100. Default: all-at-once. Goes with blue-green only.',
      ),
    bake: duration(SECOND, 'seconds', 0, 21_600)
      .prefault('2m')
      .describe(
        'How long alarms are watched after each step, the last one too, or after the last instance of a refresh; at most 6h.',
      ),
    hold: duration(SECOND, 'seconds', 0, 82_800)
      .optional()
      .describe(
        'How long blue is kept at size after the traffic has moved, so that going back is immediate: at most 23h, because an action ends within a day and retiring comes after it. Default: 5m. Goes with blue-green only.',
      ),
    alarms: distinct(z.string().min(1).max(255), 0, 10)
      .prefault([])
      .describe(
        'The names of CloudWatch alarms that put all traffic back on blue, or roll a refresh back, beside those that the factory makes with the service.',
      ),
    healthTimeout: duration(SECOND, 'seconds', 60, 21_600)
      .optional()
      .describe(
        'How long green may take until it is healthy on every target, or a refresh until every instance is replaced, without its bake and the waiting at checkpoints: 1m to 6h. Default: 15m, and 1h for a refresh.',
      ),
    minHealthy: wholeNumber(0, 100)
      .optional()
      .describe(
        'How many instances stay healthy during a refresh, in percent of the desired size. Default: 100. Goes with refresh only.',
      ),
    maxHealthy: wholeNumber(100, 200)
      .optional()
      .describe(
        'How many instances there may be during a refresh, in percent of the desired size. Default: 110. Goes with refresh only.',
      ),
    checkpoints: replacedWhole(z.array(wholeNumber(1, 100)).min(1).max(10))
      .optional()
      .describe(
        'Percentages of replaced instances at which a refresh waits, a list that rises to 100. Default: none. Goes with refresh only.',
      ),
    checkpointDelay: duration(SECOND, 'seconds', 0, 21_600)
      .optional()
      .describe(
        'How long a refresh waits at each checkpoint, at most 6h. Default: 10m. Goes with refresh only.',
      ),
    skipMatching: z
      .boolean()
      .optional()
      .describe(
        'Whether a refresh leaves instances alone that have its template version already. Default: true. Goes with refresh only.',
      ),
  })
  .check(({ value, issues }) => {
    const add = (path: PropertyKey[], message: string) =>
      issues.push({ code: 'custom', path, message, input: value[path[0] as keyof typeof value] });
    for (const key of OTHERS[value.strategy])
      if (value[key] !== undefined)
        add([key], `goes with strategy: ${value.strategy === 'refresh' ? 'blue-green' : 'refresh'} only`);
    const { minHealthy = 100, maxHealthy = 110, checkpoints = [100] } = value;
    if (maxHealthy - minHealthy > 100)
      add(['maxHealthy'], `must be at most 100 more than minHealthy, ${minHealthy}`);
    for (const [index, percent] of checkpoints.entries())
      if (percent <= (checkpoints[index - 1] ?? 0))
        add(['checkpoints', index], `must be more than the checkpoint before it, ${checkpoints[index - 1]}`);
    if (checkpoints.at(-1) !== 100)
      add(
        ['checkpoints', checkpoints.length - 1],
        'must be 100: a refresh that ends before leaves two versions that serve',
      );
  })
  .meta({ id: 'FleetDeploy' });

/** How a release comes to serve. */
export const deploySchema = fields.transform((given): FleetDeploy => {
  const { strategy, bake, alarms } = given;
  if (strategy === 'blue-green') {
    const { traffic = [100], hold = 300, healthTimeout = 900 } = given;
    return { strategy, traffic, bake, hold, alarms, healthTimeout };
  }
  const { minHealthy = 100, maxHealthy = 110, healthTimeout = 3600, checkpoints = [] } = given;
  const { checkpointDelay = 600, skipMatching = true } = given;
  return {
    ...{ strategy, minHealthy, maxHealthy, bake, alarms },
    ...{ checkpoints, checkpointDelay, skipMatching, healthTimeout },
  };
});
