import { z } from 'zod';
import { distinct, duration, SECOND, wholeNumber } from '../../../config/schema-parts';
import { replacedWhole } from '../../../config/variation-schema';

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

/** How green takes over from blue. */
export const deploySchema = z
  .strictObject({
    traffic: trafficSchema
      .prefault('all-at-once')
      .describe(
        'How much of the traffic green has after each step, in percent: all-at-once, or a list that rises to 100.',
      ),
    bake: duration(SECOND, 'seconds', 0, 21_600)
      .prefault('2m')
      .describe('How long alarms are watched after each step, the last one too, at most 6h.'),
    hold: duration(SECOND, 'seconds', 0, 82_800)
      .prefault('5m')
      .describe(
        'How long blue is kept at size after the traffic has moved, so that going back is immediate: at most 23h, because an action ends within a day and retiring comes after it.',
      ),
    alarms: distinct(z.string().min(1).max(255), 0, 10)
      .prefault([])
      .describe(
        'The names of CloudWatch alarms that put all traffic back on blue, beside those that the factory makes with the service.',
      ),
    healthTimeout: duration(SECOND, 'seconds', 60, 21_600)
      .prefault('15m')
      .describe('How long green may take until it is healthy on every target, 1m to 6h.'),
  })
  .meta({ id: 'FleetDeploy' });
