import { z } from 'zod';
import { buildSchema, verifySchema } from '../../../build/config/schema';
import { gateFields } from '../../../gates/config/schema';
import { gitSchema } from '../../../source/config/git-schema';
import { rollingServiceSchema } from './service-schema';
import { duration, filePath, MINUTE } from '../../../config/schema-parts';

const deploySchema = z
  .strictObject({
    taskDefinition: filePath
      .optional()
      .describe(
        'The path of the task definition in what the build gives on. Default: taskdef.json for a service that the factory makes; for an existing one only images change.',
      ),
    timeout: duration(MINUTE, 'minutes', 1, 60)
      .prefault('30m')
      .describe('How long the deployment may take before the pipeline gives up, 1m to 60m.'),
  })
  .meta({ id: 'RollingDeploy' });

/** An entry of kind `ecs-rolling`, without the environments it is deployed to. */
export const ecsRollingSchema = z.strictObject({
  kind: z
    .literal('ecs-rolling')
    .describe(
      'The recipe the pipeline follows: ecs-rolling builds a commit, and ECS replaces tasks one after the other.',
    ),
  source: z
    .strictObject({ git: gitSchema.describe('The git repository, and what in it starts the pipeline.') })
    .describe('Where a release comes from.'),
  ...gateFields,
  build: buildSchema.describe(
    'How CodeBuild makes images of the commit: docker for one image from the Dockerfile at the top, or a mapping.',
  ),
  deploy: deploySchema.prefault({}).describe('How ECS replaces tasks.'),
  service: rollingServiceSchema
    .prefault({})
    .describe(
      'The ECS service that is released to. Without `existing` the factory makes it: cluster, load balancer, listener, alarms.',
    ),
  verify: verifySchema
    .optional()
    .describe(
      'A buildspec that must pass once ECS has replaced the tasks: its path in the commit, or a mapping. Where it fails, CodePipeline deploys what the newest release brought that has passed. off: nothing is run. Default: nothing is run.',
    ),
});
