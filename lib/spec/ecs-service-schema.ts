import { z } from 'zod';
import type { ExistingEcsService, OwnedEcsService } from './model';
import { arn, distinct, text, whole } from './schema-parts';

const listener = arn(
  'a load balancer’s listener',
  'elasticloadbalancing',
  'listener/(app|net)/[\\w-]+/[0-9a-f]+/[0-9a-f]+',
);

const targetGroup = text(
  'must be the name of a target group: letters, digits and hyphens, at most 32',
  /^(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/,
);

const existingSchema = z.strictObject({
  cluster: text('must be the name of an ECS cluster', /^[\w-]{1,255}$/).describe(
    'The name of the ECS cluster.',
  ),
  service: text('must be the name of an ECS service', /^[\w-]{1,255}$/).describe(
    'The name of the ECS service; its deployment controller is CODE_DEPLOY.',
  ),
  productionListener: listener.describe('The ARN of the listener that the production traffic comes in by.'),
  testListener: listener
    .optional()
    .describe('The ARN of the listener by which green can be tried before the traffic moves. Default: none.'),
  targetGroups: distinct(targetGroup, 2, 2).describe(
    'The names of the two target groups that blue and green take turns in.',
  ),
  taskRoles: distinct(arn('an IAM role', 'iam', 'role/[\\w+=,.@/-]+'), 1, 10).describe(
    'The ARNs of the task role and the execution role that taskdef.json names: the pipeline may pass no others.',
  ),
  alarms: distinct(z.string().min(1).max(255), 0, 10)
    .prefault([])
    .describe('The names of CloudWatch alarms that roll a deployment back.'),
});

const networkSchema = z.strictObject({
  vpc: text('must be the id of a VPC', /^vpc-[0-9a-f]{8,17}$/).describe('The id of the VPC.'),
  publicSubnets: subnets(2).describe(
    'The ids of at least two public subnets in different zones, for the load balancer.',
  ),
  privateSubnets: subnets(1)
    .optional()
    .describe('The ids of the subnets that tasks run in. Default: the public ones.'),
});

function subnets(atLeast: number) {
  return distinct(text('must be the id of a subnet', /^subnet-[0-9a-f]{8,17}$/), atLeast, 20);
}

const fields = z.strictObject({
  existing: existingSchema
    .optional()
    .describe(
      'A service that is there already; then no other key goes beside it. Default: the factory makes the service.',
    ),
  container: text(
    'must be a container name: letters, digits, hyphens and underscores, at most 255',
    /^[\w-]{1,255}$/,
  )
    .prefault('app')
    .describe('The container that takes the load balancer’s traffic, as taskdef.json names it.'),
  port: whole(1, 65_535).prefault(80).describe('The port the container listens on.'),
  healthCheckPath: text(
    'must be a path that starts with /, at most 1,024 characters',
    /^\/[\x21-\x7e]{0,1023}$/,
  )
    .prefault('/')
    .describe('The path that answers 200 when a task is healthy.'),
  desiredCount: whole(1, 1000).prefault(1).describe('How many tasks run.'),
  certificate: arn('an ACM certificate', 'acm', 'certificate/[0-9a-f-]+')
    .optional()
    .describe(
      'The ARN of an ACM certificate: the production listener is then HTTPS on 443. Default: HTTP on 80.',
    ),
  testPort: whole(1, 65_535)
    .prefault(8080)
    .describe('The port of the test listener, by which green can be tried before the traffic moves.'),
  allowFrom: distinct(z.cidrv4('must be an IPv4 range such as 10.0.0.0/8'), 1, 50)
    .prefault(['0.0.0.0/0'])
    .describe('The addresses that may reach the production and the test listener, as IPv4 ranges.'),
  network: networkSchema.optional().describe('Subnets to use. Default: a new VPC of two zones.'),
});

/** An ECS service: one that the factory makes, with defaults, or `existing`, with no other key beside it. */
export const serviceSchema = fields.transform(
  ({ existing, ...owned }): OwnedEcsService | ExistingEcsService => {
    if (!existing) return { owned: true, ...owned, network: owned.network && withPrivate(owned.network) };
    const [blue = '', green = ''] = existing.targetGroups;
    return { owned: false, ...existing, targetGroups: [blue, green] };
  },
);

function withPrivate(network: z.output<typeof networkSchema>) {
  return { ...network, privateSubnets: network.privateSubnets ?? network.publicSubnets };
}
