import { z } from 'zod';
import { distinct, matching, wholeNumber } from '../../../config/schema-parts';
import { trafficSchema } from '../../../config/traffic-schema';

/**
 * The action takes ten, of which one is the factory's own alarm.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
 */
const MAX_ALARMS = 9;

/** The action has them in one text, between commas. */
const alarm = matching(
  'must be the name of an alarm: at most 255 characters, no comma, and no space at either end',
  /^(?!\s)[^,]{1,255}(?<!\s)$/,
);

/** How the traffic of a release's functions moves. */
export const deploySchema = z
  .strictObject({
    alias: matching(
      'must be a name of letters, digits, - and _, at most 128, and not of digits only',
      /^(?!\d+$)[\w-]{1,128}$/,
    )
      .prefault('live')
      .describe(
        'The alias that callers name, of every function; its traffic is what a release moves. Not to be changed once something is released.',
      ),
    traffic: trafficSchema
      .prefault('all-at-once')
      .describe(
        'How the traffic of the alias moves to the new version: all-at-once, canary, or linear, within two days.',
      ),
    rollbackOn: distinct(z.enum(['alarm']), 0, 1)
      .prefault(['alarm'])
      .describe(
        'What puts the traffic back while it moves: the alarm that the factory makes of each function’s errors, and those that `alarms` names.',
      ),
    alarms: distinct(alarm, 0, MAX_ALARMS)
      .prefault([])
      .describe('The names of CloudWatch alarms that are watched beside the factory’s own, at most 9.'),
    keepVersions: wholeNumber(1, 50)
      .prefault(10)
      .describe('How many published versions are kept of each function, beside those that an alias names.'),
  })
  .meta({ id: 'LambdaDeploy' });
