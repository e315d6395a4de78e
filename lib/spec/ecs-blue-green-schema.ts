import { z } from 'zod';
import { ONE_OF_IMAGES } from './alternatives';
import { serviceSchema } from './ecs-service-schema';
import { DAY, distinct, duration, MINUTE, text, whole } from './schema-parts';

/** A repository name with `{environment}` allowed; https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
const repository = text(
  'must be an ECR repository name: lower-case letters, digits, single . _ - within and / between parts; {environment} stands for the environment',
  /^(?=.{2,})(?:[a-z0-9]|[._-](?=[a-z0-9{])|__(?=[a-z0-9{])|\/(?=[a-z0-9{])|\{environment\})+$/,
);

const imageSchema = z.strictObject({
  ecr: repository.describe('The ECR repository. {environment} stands for the environment’s name.'),
  tag: text(
    'must be an image tag: letters, digits, and . _ - within, at most 128; {environment} stands for the environment',
    /^(?=.{1,128}$)(?:\w|\{environment\})(?:[\w.-]|\{environment\})*$/,
  )
    .prefault('latest')
    .describe('The tag whose push starts the pipeline. {environment} stands for the environment’s name.'),
  existing: z
    .boolean()
    .prefault(false)
    .describe('Whether the repository is there already. Otherwise the factory makes it.'),
  untaggedExpiry: duration(DAY, 'days', 1, 3650)
    .prefault('1d')
    .describe(
      'How long an untagged image of a repository that the factory makes is kept; at least until a deployment ends, at whose end the image that serves and the one before it are tagged, so that they stay.',
    ),
});

const settingsSchema = z.strictObject({
  s3: text(
    'must be an S3 bucket name: lower-case letters, digits, hyphens and dots, 3 to 63; {environment} stands for the environment',
    /^(?!xn--|sthree-|amzn-s3-demo-)(?!\d+\.\d+\.\d+\.\d+$)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)(?:[a-z0-9]|\.(?!\.)|-|\{environment\})+$/,
  ).describe('The S3 bucket. {environment} stands for the environment’s name.'),
  key: text(
    "must be an object key of 1 to 1,000 letters, digits and ! - _ . ' ( ) / characters; {environment} stands for the environment",
    /^(?!\/)(?:[\w!.'()/-]|\{environment\}){1,1000}$/,
  )
    .prefault('settings.zip')
    .describe(
      'The zip object with appspec.yaml and taskdef.json. {environment} stands for the environment’s name.',
    ),
  existing: z
    .boolean()
    .prefault(false)
    .describe(
      'Whether the bucket is there already, versioned and sending its events to EventBridge. Otherwise the factory makes it.',
    ),
  trigger: z
    .enum(['eventbridge', 'cloudtrail'])
    .prefault('eventbridge')
    .describe(
      'What starts the pipeline: S3’s own "Object Created" event (eventbridge), or the API call as CloudTrail records it (cloudtrail; the factory makes the trail).',
    ),
});

const sourceSchema = z
  .strictObject({
    image: imageSchema
      .optional()
      .describe('The image to release; it takes the place of <IMAGE1_NAME> in taskdef.json.'),
    images: z
      .array(
        imageSchema.describe(
          'An image to release; the n-th takes the place of <IMAGEn_NAME> in taskdef.json.',
        ),
      )
      .min(1)
      .max(4)
      .optional()
      .describe(
        'One to four images, in place of `image`: the n-th takes the place of <IMAGEn_NAME> in taskdef.json.',
      ),
    settings: settingsSchema.describe(
      'The object with appspec.yaml and taskdef.json; its upload starts the pipeline.',
    ),
  })
  .refine(({ image, images }) => !image !== !images, ONE_OF_IMAGES)
  .transform(({ image, images, settings }) => ({ images: images ?? (image ? [image] : []), settings }));

const step = (first: string, then: string) =>
  z.strictObject({
    percentage: whole(1, 99).describe(first),
    interval: duration(MINUTE, 'minutes', 1, 2880).describe(then),
  });

const ALTERNATIVES = 'must be all-at-once, or a mapping with canary or linear';
const trafficSchema = z.union([
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
]);

const deploySchema = z.strictObject({
  traffic: trafficSchema
    .prefault('all-at-once')
    .describe('How the production traffic moves from blue to green: all-at-once, canary, or linear.'),
  blueTerminationWait: duration(MINUTE, 'minutes', 0, 2880)
    .prefault('5m')
    .describe(
      'How long blue is kept after the traffic moved, so that rollback is immediate: at most 2,880 minutes (48h).',
    ),
  rollbackOn: distinct(z.enum(['failure', 'stop', 'alarm']), 0, 3)
    .optional()
    .describe(
      'What makes CodeDeploy roll back. Default: failure, stop, and alarm where the service has alarms.',
    ),
});

/** An entry of kind `ecs-blue-green`, without the environments it is deployed to. */
export const ecsBlueGreenSchema = z.strictObject({
  kind: z
    .literal('ecs-blue-green')
    .describe(
      'The recipe the pipeline follows: ecs-blue-green replaces an ECS service’s task set with CodeDeploy.',
    ),
  source: sourceSchema.describe('Where a release comes from. Each part starts the pipeline when it arrives.'),
  deploy: deploySchema
    .prefault({})
    .describe('How CodeDeploy replaces blue (what serves) by green (what the release brings).'),
  service: serviceSchema
    .prefault({})
    .describe(
      'The ECS service that is released to. Without `existing` the factory makes it: cluster, load balancer, listeners, alarms.',
    ),
});
