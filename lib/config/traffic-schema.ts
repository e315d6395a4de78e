import { z } from 'zod';
import { duration, MINUTE, wholeNumber } from './schema-parts';

const step = (first: string, then: string) =>
  z.strictObject({
    percentage: wholeNumber(1, 99).describe(first),
    interval: duration(MINUTE, 'minutes', 1, 2880).describe(then),
  });

const ALTERNATIVES = 'must be all-at-once, or a mapping with canary or linear';

/** How the production traffic moves: `all-at-once`, or a mapping with `canary` or `linear`. */
export const trafficSchema = z
  .union([
    z
      .literal('all-at-once', {
        error: ({ input }) => (input === undefined || input === null ? undefined : ALTERNATIVES),
      })
      .transform(() => ({ type: 'all-at-once' as const })),
    z
      .strictObject({
        canary: step(
          'How much of the traffic moves first, in percent.',
          'How long until the rest follows, in whole minutes.',
        )
          .optional()
          .describe('A part of the traffic first, the rest after an interval.'),
        linear: step(
          'How much of the traffic moves with each step, in percent.',
          'How long until the next step, in whole minutes.',
        )
          .optional()
          .describe('The same part of the traffic after each interval.'),
      })
      .refine(({ canary, linear }) => !canary !== !linear, 'must have exactly one of canary and linear')
      .transform(({ canary, linear }) =>
        canary
          ? { type: 'canary' as const, percentage: canary.percentage, intervalMinutes: canary.interval }
          : {
              type: 'linear' as const,
              percentage: linear?.percentage ?? 0,
              intervalMinutes: linear?.interval ?? 0,
            },
      ),
  ])
  .meta({ id: 'Traffic' });
