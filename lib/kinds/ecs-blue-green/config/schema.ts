import { z } from 'zod';
import { BESIDE_GIT, ONE_OF_IMAGES } from './rules';
import { buildSchema, waitedForVerifySchema } from '../../../build/config/schema';
import { serviceSchema } from './service-schema';
import { gateFields } from '../../../gates/config/schema';
import { gitSchema } from '../../../source/config/git-schema';
import { distinct, duration, filePath, MINUTE } from '../../../config/schema-parts';
import { trafficSchema } from '../../../config/traffic-schema';
import { ciSchema, imageSchema, settingsSchema } from '../../../source/config/uploads-schema';

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
    settings: settingsSchema
      .optional()
      .describe('The object with appspec.yaml and taskdef.json; its upload starts the pipeline.'),
    ci: ciSchema
      .optional()
      .describe(
        'Whose CI outside AWS uploads image and settings: the factory makes a role for it. Default: nobody is given a role.',
      ),
    git: gitSchema
      .optional()
      .describe(
        'The git repository that images are built from, in place of image and settings; it holds appspec.yaml and taskdef.json too.',
      ),
  })
  .check(({ value, issues }) => {
    const broken = (message: string, path: string[] = []) =>
      issues.push({ code: 'custom', message, path, input: value });
    const { image, images, settings, ci, git } = value;
    if (git && (image ?? images ?? settings ?? ci)) return void broken(BESIDE_GIT);
    if (git) return;
    if (!image === !images) broken(ONE_OF_IMAGES);
    if (!settings)
      issues.push({ code: 'custom', message: 'is required', path: ['settings'], input: undefined });
  })
  .meta({ id: 'BlueGreenSource' });

const deploySchema = z
  .strictObject({
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
    appSpec: filePath
      .optional()
      .describe(
        'The path of the AppSpec in what the build gives on; only with a git source. Default: appspec.yaml.',
      ),
    taskDefinition: filePath
      .optional()
      .describe(
        'The path of the task definition in what the build gives on; only with a git source. Default: taskdef.json.',
      ),
  })
  .meta({ id: 'BlueGreenDeploy' });

/** An entry of kind `ecs-blue-green`, without the environments it is deployed to. */
export const ecsBlueGreenSchema = z.strictObject({
  kind: z
    .literal('ecs-blue-green')
    .describe(
      'The recipe the pipeline follows: ecs-blue-green replaces an ECS service’s task set with CodeDeploy.',
    ),
  source: sourceSchema.describe('Where a release comes from. Each part starts the pipeline when it arrives.'),
  ...gateFields,
  build: buildSchema
    .optional()
    .describe(
      'How CodeBuild makes images of the commit, only with a git source: docker for one image from the Dockerfile at the top, or a mapping.',
    ),
  deploy: deploySchema
    .prefault({})
    .describe('How CodeDeploy replaces blue (what serves) by green (what the release brings).'),
  service: serviceSchema
    .prefault({})
    .describe(
      'The ECS service that is released to. Without `existing` the factory makes it: cluster, load balancer, listeners, alarms.',
    ),
  verify: waitedForVerifySchema
    .optional()
    .describe(
      'A buildspec that must pass once all traffic has moved and before blue goes: its path in the commit or in the settings, or a mapping. Where it fails, CodeDeploy gives blue the traffic back. deploy.blueTerminationWait must be 5 minutes more than its timeout and its queuedTimeout, which is 5m by default. off: nothing is run. Default: nothing is run.',
    ),
});
