import { z } from 'zod';
import { arn, distinct, matching, wholeNumber } from '../../config/schema-parts';
import { healthCheckPath, loadBalancingFields } from '../../load-balancing/config/schema';

/** A container's name: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
const containerName = matching(
  'must be a container name: letters, digits, hyphens and underscores, at most 255',
  /^[\w-]{1,255}$/,
);

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html */
const family = z
  .string({
    error: ({ input }) =>
      input === undefined
        ? 'is required: the family of the service’s task definitions, as aws ecs describe-services shows it at taskDefinition; the pipeline may register revisions of no other'
        : undefined,
  })
  .regex(
    /^[\w-]{1,255}$/,
    'must be the family of a task definition, without its revision: letters, digits, hyphens and underscores, at most 255',
  );

/** The keys of an ECS service that is there already, in every kind. */
export const existingServiceFields = {
  cluster: matching('must be the name of an ECS cluster', /^[\w-]{1,255}$/).describe(
    'The name of the ECS cluster.',
  ),
  service: matching('must be the name of an ECS service', /^[\w-]{1,255}$/).describe(
    'The name of the ECS service.',
  ),
  family: family.describe(
    'The family of the service’s task definitions, which taskdef.json names too: the pipeline may register revisions of no other.',
  ),
  taskRoles: distinct(arn('an IAM role', 'iam', 'role/[\\w+=,.@/-]+'), 1, 10).describe(
    'The ARNs of the task role and the execution role that taskdef.json names: the pipeline may pass no others.',
  ),
};

/** The keys of a service that the factory makes, in every kind. */
export const ownedServiceFields = {
  container: containerName
    .prefault('app')
    .describe('The container that takes the load balancer’s traffic, as taskdef.json names it.'),
  port: wholeNumber(1, 65_535).prefault(80).describe('The port the container listens on.'),
  healthCheckPath: healthCheckPath
    .prefault('/')
    .describe('The path that answers 200 when a task is healthy.'),
  desiredCount: wholeNumber(1, 1000).prefault(1).describe('How many tasks run.'),
  ...loadBalancingFields,
};
