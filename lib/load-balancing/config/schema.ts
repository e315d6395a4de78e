import { z } from 'zod';
import { subnetId } from '../../config/network-ids';
import { arn, distinct, matching, wholeNumber } from '../../config/schema-parts';

const networkSchema = z
  .strictObject({
    vpc: matching('must be the id of a VPC', /^vpc-[0-9a-f]{8,17}$/).describe('The id of the VPC.'),
    publicSubnets: subnetIds(2).describe(
      'The ids of at least two public subnets in different zones, for the load balancer.',
    ),
    privateSubnets: subnetIds(1)
      .optional()
      .describe('The ids of the subnets that tasks or instances run in. Default: the public ones.'),
  })
  .meta({ id: 'Network' });

/** Ids of so many subnets. */
export function subnetIds(atLeast: number) {
  return distinct(subnetId, atLeast, 20);
}

/** At least so many ranges of addresses. */
function ranges(atLeast: number) {
  return distinct(z.cidrv4('must be an IPv4 range such as 10.0.0.0/8'), atLeast, 50);
}

/** The path that a load balancer asks for. */
export const healthCheckPath = matching(
  'must be a path that starts with /, at most 1,024 characters',
  /^\/[\x21-\x7e]{0,1023}$/,
);

/** The keys of a load balancer that the factory makes, in every kind. */
export const loadBalancingFields = {
  certificate: arn('an ACM certificate', 'acm', 'certificate/[0-9a-f-]+')
    .optional()
    .describe(
      'The ARN of an ACM certificate: the production listener is then HTTPS on 443. Default: HTTP on 80.',
    ),
  allowFrom: ranges(1)
    .prefault(['0.0.0.0/0'])
    .describe('The addresses that may reach the production listener, as IPv4 ranges.'),
  network: networkSchema.optional().describe('Subnets to use. Default: a new VPC of two zones.'),
};

/** The keys of a second listener, by which green can be tried. */
export const testListenerFields = {
  testPort: wholeNumber(1, 65_535)
    .prefault(8080)
    .describe('The port of the test listener, by which green can be tried before the traffic moves.'),
  testAllowFrom: ranges(0)
    .optional()
    .describe(
      'The addresses that may reach the test listener, as IPv4 ranges. Default: those of allowFrom, but not the Internet as a whole (0.0.0.0/0), so that nobody may where allowFrom has nothing else.',
    ),
};

/** What is behind the load balancer runs in the public subnets where no private ones are named. */
export function withPrivate(network: z.output<typeof networkSchema> | undefined) {
  return network && { ...network, privateSubnets: network.privateSubnets ?? network.publicSubnets };
}
