import { z } from 'zod';
import { arn, distinct, matching, wholeNumber } from '../../config/schema-parts';

/** A container's name: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
const containerName = matching(
  'must be a container name: letters, digits, hyphens and underscores, at most 255',
  /^[\w-]{1,255}$/,
);

/** The keys of an ECS service that is there already, in every kind. */
export const existingServiceFields = {
  cluster: matching('must be the name of an ECS cluster', /^[\w-]{1,255}$/).describe(
    'The name of the ECS cluster.',
  ),
  service: matching('must be the name of an ECS service', /^[\w-]{1,255}$/).describe(
    'The name of the ECS service.',
  ),
  taskRoles: distinct(arn('an IAM role', 'iam', 'role/[\\w+=,.@/-]+'), 1, 10).describe(
    'The ARNs of the task role and the execution role that taskdef.json names: the pipeline may pass no others.',
  ),
};

const networkSchema = z
  .strictObject({
    vpc: matching('must be the id of a VPC', /^vpc-[0-9a-f]{8,17}$/).describe('The id of the VPC.'),
    publicSubnets: subnets(2).describe(
      'The ids of at least two public subnets in different zones, for the load balancer.',
    ),
    privateSubnets: subnets(1)
      .optional()
      .describe('The ids of the subnets that tasks run in. Default: the public ones.'),
  })
  .meta({ id: 'Network' });

function subnets(atLeast: number) {
  return distinct(matching('must be the id of a subnet', /^subnet-[0-9a-f]{8,17}$/), atLeast, 20);
}

/** The keys of a service that the factory makes, in every kind. */
export const ownedServiceFields = {
  container: containerName
    .prefault('app')
    .describe('The container that takes the load balancer’s traffic, as taskdef.json names it.'),
  port: wholeNumber(1, 65_535).prefault(80).describe('The port the container listens on.'),
  healthCheckPath: matching(
    'must be a path that starts with /, at most 1,024 characters',
    /^\/[\x21-\x7e]{0,1023}$/,
  )
    .prefault('/')
    .describe('The path that answers 200 when a task is healthy.'),
  desiredCount: wholeNumber(1, 1000).prefault(1).describe('How many tasks run.'),
  certificate: arn('an ACM certificate', 'acm', 'certificate/[0-9a-f-]+')
    .optional()
    .describe(
      'The ARN of an ACM certificate: the production listener is then HTTPS on 443. Default: HTTP on 80.',
    ),
  allowFrom: distinct(z.cidrv4('must be an IPv4 range such as 10.0.0.0/8'), 1, 50)
    .prefault(['0.0.0.0/0'])
    .describe('The addresses that may reach the listeners, as IPv4 ranges.'),
  network: networkSchema.optional().describe('Subnets to use. Default: a new VPC of two zones.'),
};

/** Tasks run in the public subnets where no private ones are named. */
export function withPrivate(network: z.output<typeof networkSchema> | undefined) {
  return network && { ...network, privateSubnets: network.privateSubnets ?? network.publicSubnets };
}
