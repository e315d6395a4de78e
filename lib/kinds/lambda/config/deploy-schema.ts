import { z } from 'zod';
import { distinct, matching, wholeNumber } from '../../../config/schema-parts';
import { trafficSchema } from '../../../config/traffic-schema';
import { replacedWhole } from '../../../config/variation-schema';

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

/** A qualifier is left out: CodeDeploy's pages have names only. */
const hook = matching(
  'must be the name or the ARN of a function, without version and alias',
  /^(?:arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:)?[\w{}-]{1,64}$/,
);

/** Those of an environment are its own, so that it may have one of them. */
const hooksSchema = replacedWhole(
  z
    .strictObject({
      beforeAllowTraffic: hook
        .optional()
        .describe(
          'A function of yours that CodeDeploy invokes before the new version gets any traffic: its name or its ARN. It reports with PutLifecycleEventHookExecutionStatus within an hour; where it reports a failure, or nothing, the alias stays where it is.',
        ),
      afterAllowTraffic: hook
        .optional()
        .describe(
          'The same after the new version has all the traffic; a failure gives the alias back to the version before.',
        ),
    })
    .refine((hooks) => Object.values(hooks).some((one) => one !== undefined), {
      error: 'must have beforeAllowTraffic or afterAllowTraffic',
    })
    .meta({ id: 'TrafficHooks' }),
);

/** How the traffic of a release's functions moves. */
export const deploySchema = z
  .strictObject({
    alias: matching(
      'must be a name of letters, digits, - and _, at most 128, and not of digits only',
      /^(?!\d+$)[\w-]{1,128}$/,
    )
      .optional()
      .describe(
        'The alias that callers name, of every function; its traffic is what a release moves. Not to be changed once something is released. Default: live, or the name of the environment where environmentsAre is aliases.',
      ),
    latest: z
      .boolean()
      .prefault(false)
      .describe(
        'Whether the alias names `$LATEST`: no version is published, what is released serves at once, and there is no rollback. Takes the place of `traffic`, `hooks`, `rollbackOn`, `alarms` and `keepVersions`.',
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
    hooks: hooksSchema
      .optional()
      .describe(
        'Functions of yours that check a release before and after its traffic moves. With them CodeDeploy moves the traffic, within 20 hours. Default: none, and CodePipeline’s own action moves it.',
      ),
    keepVersions: wholeNumber(1, 50)
      .prefault(10)
      .describe('How many published versions are kept of each function, beside those that an alias names.'),
  })
  .meta({ id: 'LambdaDeploy' });
