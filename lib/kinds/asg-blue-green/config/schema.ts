import { z } from 'zod';
import { verifySchema } from '../../../build/config/schema';
import { gateFields } from '../../../gates/config/schema';
import { gitSchema } from '../../../source/config/git-schema';
import { deploySchema } from './deploy-schema';
import { fleetSchema } from './fleet-schema';
import { imageSchema } from './image-schema';
import { instancesSchema } from './instances-schema';
import { serviceSchema } from './service-schema';

/** An entry of kind `asg-blue-green`, without the environments it is deployed to. */
export const asgBlueGreenSchema = z.strictObject({
  kind: z
    .literal('asg-blue-green')
    .describe(
      'The recipe the pipeline follows: asg-blue-green bakes a machine image of a commit, and replaces an Auto Scaling group by a new one.',
    ),
  source: z
    .strictObject({ git: gitSchema.describe('The git repository, and what in it starts the pipeline.') })
    .describe('Where a release comes from.'),
  checks: gateFields.checks.describe(
    'Buildspecs that must pass before anything is baked (unit tests, static analysis), by name; each is a stage of its own, in this order.',
  ),
  image: imageSchema.describe(
    'The machine image: baked by Packer and Ansible of the base image and the commit, unless there is one of the same content already.',
  ),
  instances: instancesSchema.describe('What every instance is, beside its image.'),
  fleet: fleetSchema.describe('The Auto Scaling group: how large it is, where, and what scales it.'),
  deploy: deploySchema
    .prefault({})
    .describe(
      'How a release comes to serve: how the new group (green) takes over from the one that serves (blue), or how the instances of one group are replaced.',
    ),
  service: serviceSchema
    .prefault({})
    .describe(
      'What the fleet is behind. Without `existing` the factory makes it: load balancer, two target groups, listeners, alarms.',
    ),
  verify: verifySchema
    .optional()
    .describe(
      'A buildspec that must pass once green has all of the traffic and before blue goes: its path in the commit, or a mapping. Where it fails, blue gets the traffic back; a refresh is followed by one to what passed before. off: nothing is run. Default: nothing is run.',
    ),
});
