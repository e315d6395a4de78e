import { z } from 'zod';
import { arn, distinct, duration, SECOND, wholeNumber } from '../../../config/schema-parts';
import {
  healthCheckPath,
  loadBalancingFields,
  testListenerFields,
  withPrivate,
} from '../../../load-balancing/config/schema';
import type { ExistingFleetService, ExistingTargetGroup, OwnedFleetService } from './model';

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

const NEEDS_SECOND =
  'must have 2 target groups, which blue and green take turns in: create the second one with the protocol, port, VPC, health check and attributes of the first, and add it to the rule with weight 0, as docs/guides/fleets.md describes under "Adopt a fleet"';

const existingSchema = z
  .strictObject({
    listenerRule: listenerRule
      .optional()
      .describe(
        'The ARN of the listener rule whose weights decide who serves: its one action forwards to the two target groups. Required, but for deploy.strategy: refresh, which moves no traffic and has none.',
      ),
    testListenerRule: listenerRule
      .optional()
      .describe(
        'The ARN of a rule of a test listener, by which green can be tried before the traffic moves. Default: none.',
      ),
    targetGroups: distinct(targetGroup, 1, 2).describe(
      'The ARNs of the two target groups that blue and green take turns in: same port, VPC and attributes. With deploy.strategy: refresh the one target group that the fleet is on.',
    ),
  })
  .check(({ value: { listenerRule: rule, testListenerRule, targetGroups }, issues }) => {
    const add = (field: string, message: string, input: unknown) =>
      issues.push({ code: 'custom', path: [field], message, input });
    if (rule !== undefined && targetGroups.length < 2) add('targetGroups', NEEDS_SECOND, targetGroups);
    if (rule === undefined && targetGroups.length > 1)
      add('listenerRule', 'is required with two target groups', rule);
    if (rule === undefined && testListenerRule !== undefined)
      add('testListenerRule', 'goes with listenerRule only', testListenerRule);
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
    ...testListenerFields,
    drain: duration(SECOND, 'seconds', 0, 3600)
      .prefault('60s')
      .describe('How long requests get to end at an instance that leaves, at most 1h.'),
    ...loadBalancingFields,
  })
  .meta({ id: 'FleetService' });

/** What the fleet is behind: a load balancer that the factory makes, or `existing`, with no other key beside it. */
export const serviceSchema = fields.transform(
  ({ existing, ...owned }): OwnedFleetService | ExistingFleetService | ExistingTargetGroup => {
    if (!existing) return { owned: true, ...owned, network: withPrivate(owned.network) };
    const { listenerRule: rule, testListenerRule, targetGroups } = existing;
    const [one = '', other = ''] = targetGroups;
    if (rule === undefined) return { owned: false, targetGroup: one };
    return {
      owned: false,
      listenerRule: rule,
      ...(testListenerRule !== undefined && { testListenerRule }),
      targetGroups: [one, other],
    };
  },
);
