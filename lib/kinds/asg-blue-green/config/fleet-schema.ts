import { z } from 'zod';
import { arn, duration, matching, namedBy, SECOND, wholeNumber } from '../../../config/schema-parts';
import { replacedWhole } from '../../../config/variation-schema';
import { subnetIds } from '../../../load-balancing/config/schema';
import { tagsSchema } from './tags-schema';

const MAX_INSTANCES = 5000;

const topic = arn('an SNS topic', 'sns', '[\\w-]{1,256}');

/** https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html */
const scalingSchema = z
  .strictObject({
    cpu: wholeNumber(1, 100).optional().describe('The average CPU utilization that is kept, in percent.'),
    requests: wholeNumber(1, 1_000_000)
      .optional()
      .describe('The requests per instance and minute that are kept.'),
  })
  .refine(({ cpu, requests }) => cpu !== undefined || requests !== undefined, 'must have cpu or requests')
  .meta({ id: 'FleetScaling' });

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutScheduledUpdateGroupAction.html */
const scheduleSchema = replacedWhole(
  z
    .strictObject({
      recurrence: matching(
        'must be a cron expression of five fields, such as 0 8 * * MON-FRI',
        /^\S+(?: \S+){4}$/,
      ).describe('When it happens: a cron expression of five fields.'),
      timeZone: matching('must be a time zone such as Asia/Tokyo', /^[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*$/)
        .optional()
        .describe('The time zone of the recurrence. Default: UTC.'),
      min: wholeNumber(0, MAX_INSTANCES).optional().describe('The least instances from then on.'),
      max: wholeNumber(0, MAX_INSTANCES).optional().describe('The most instances from then on.'),
      desired: wholeNumber(0, MAX_INSTANCES).optional().describe('How many instances there are then.'),
    })
    .refine(
      ({ min, max, desired }) => min !== undefined || max !== undefined || desired !== undefined,
      'must have min, max or desired',
    )
    .meta({ id: 'FleetSchedule' }),
);

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LifecycleHookSpecification.html */
const hookSchema = replacedWhole(
  z
    .strictObject({
      on: z.enum(['launch', 'terminate']).describe('What waits for it.'),
      timeout: duration(SECOND, 'seconds', 30, 7200)
        .prefault('5m')
        .describe('How long it may take, 30s to 2h.'),
      otherwise: z
        .enum(['continue', 'abandon'])
        .prefault('abandon')
        .describe('What happens to the instance when the time is over.'),
      notify: z
        .strictObject({
          target: matching(
            'must be the ARN of an SNS topic or an SQS queue',
            /^arn:aws[a-z-]*:(sns|sqs):[a-z0-9-]+:[0-9]{12}:[\w-]{1,256}$/,
          ).describe('The ARN of an SNS topic or an SQS queue.'),
          role: arn('an IAM role', 'iam', 'role/[\\w+=,.@/-]+').describe(
            'The ARN of the role with which Auto Scaling writes to it.',
          ),
        })
        .optional()
        .describe('Whom Auto Scaling notifies. Default: EventBridge only.'),
    })
    .meta({ id: 'FleetHook' }),
);

const named = <Schema extends z.ZodType>(value: Schema, example: string) =>
  z.record(
    matching('must be a name of letters, digits, - and _, at most 64', /^[\w-]{1,64}$/),
    value,
    namedBy(`must be a mapping of names, such as ${example}`),
  );

/** The Auto Scaling group, whatever is released in it. */
export const fleetSchema = z
  .strictObject({
    min: wholeNumber(1, MAX_INSTANCES).describe('The least instances.'),
    max: wholeNumber(1, MAX_INSTANCES).describe('The most instances, of blue and of green.'),
    group: matching(
      'must be the name of an Auto Scaling group, at most 255 characters and no colon',
      /^[\x20-\x39\x3b-\x7e]{1,255}$/,
    )
      .optional()
      .describe(
        'The name of a group that runs already, whose instances releases refresh; it carries the tag pipeline-factory:pipeline with the name of the pipeline. Default: one that the first release makes. Goes with deploy.strategy: refresh only.',
      ),
    subnets: subnetIds(1)
      .optional()
      .describe(
        'The ids of the subnets, in at least two zones. Default: those of service.network, or of the network that the factory makes.',
      ),
    warmup: duration(SECOND, 'seconds', 0, 3600)
      .prefault('60s')
      .describe('How long a new instance does not count in metrics, at most 1h.'),
    healthCheckGrace: duration(SECOND, 'seconds', 0, 7200)
      .prefault('5m')
      .describe('How long failed health checks of a new instance do not count, at most 2h.'),
    scaling: scalingSchema.optional().describe('What target tracking keeps. Default: nothing scales.'),
    schedules: named(scheduleSchema, '{ morning: { recurrence: 0 8 * * *, min: 4 } }')
      .prefault({})
      .describe('Scheduled actions by name.'),
    hooks: named(hookSchema, '{ drain: { on: terminate } }')
      .prefault({})
      .describe('Lifecycle hooks by name, which releases wait for too.'),
    tags: tagsSchema.prefault({}).describe('Tags of the group and its instances.'),
    metrics: z.boolean().prefault(true).describe('Whether CloudWatch has metrics of the group.'),
    notifications: topic
      .optional()
      .describe('The ARN of the SNS topic that hears of launches and terminations that fail. Default: none.'),
    deletionProtection: z
      .enum(['none', 'prevent-force-deletion', 'prevent-all-deletion'])
      .prefault('none')
      .describe(
        'What Auto Scaling protects the group from. With prevent-all-deletion a release ends with its group left at size 0, for a person to delete.',
      ),
    onDemand: wholeNumber(0, 100)
      .prefault(100)
      .describe('How many of the instances above min are On-Demand instead of Spot, in percent.'),
  })
  .meta({ id: 'Fleet' });
