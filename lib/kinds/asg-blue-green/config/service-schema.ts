import { z } from 'zod';
import { arn, distinct, duration, SECOND, wholeNumber } from '../../../config/schema-parts';
import { healthCheckPath, loadBalancingFields, withPrivate } from '../../../load-balancing/config/schema';
import type { ExistingFleetService, OwnedFleetService } from './model';

const listenerRule = arn(
  'a rule of an Application Load Balancer’s listener',
  'elasticloadbalancing',
  'listener-rule/app/[\\w-]+/[0-9a-f]+/[0-9a-f]+/[0-9a-f]+',
);

const targetGroup = arn(
  'a target group',
  'elasticloadbalancing',
  'targetgroup/(?!-)[A-Za-z0-9-]{1,32}(?<!-)/[0-9a-f]+',
);

const existingSchema = z
  .strictObject({
    listenerRule: listenerRule.describe(
      'The ARN of the listener rule whose weights decide who serves: its one action forwards to the two target groups.',
    ),
    testListenerRule: listenerRule
      .optional()
      .describe(
        'The ARN of a rule of a test listener, by which green can be tried before the traffic moves. Default: none.',
      ),
    targetGroups: distinct(targetGroup, 2, 2).describe(
      'The ARNs of the two target groups that blue and green take turns in: same port, VPC and attributes.',
    ),
  })
  .meta({ id: 'ExistingFleetService' });

const fields = z
  .strictObject({
    existing: existingSchema
      .optional()
      .describe(
        'A listener rule that is there already; then no other key goes beside it. Default: the factory makes load balancer, target groups, listeners and alarms.',
      ),
    port: wholeNumber(1, 65_535).prefault(80).describe('The port that the instances listen on.'),
    healthCheckPath: healthCheckPath
      .prefault('/')
      .describe('The path that answers 200 when an instance is healthy.'),
    testPort: wholeNumber(1, 65_535)
      .prefault(8080)
      .describe('The port of the test listener, by which green can be tried before the traffic moves.'),
    drain: duration(SECOND, 'seconds', 0, 3600)
      .prefault('60s')
      .describe('How long requests get to end at an instance that leaves, at most 1h.'),
    ...loadBalancingFields,
  })
  .meta({ id: 'FleetService' });

/** What the fleet is behind: a load balancer that the factory makes, or `existing`, with no other key beside it. */
export const serviceSchema = fields.transform(
  ({ existing, ...owned }): OwnedFleetService | ExistingFleetService => {
    if (!existing) return { owned: true, ...owned, network: withPrivate(owned.network) };
    const [one = '', other = ''] = existing.targetGroups;
    return { owned: false, ...existing, targetGroups: [one, other] };
  },
);
