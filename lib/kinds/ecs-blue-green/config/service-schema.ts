import { z } from 'zod';
import { arn, distinct, matching } from '../../../config/schema-parts';
import { existingServiceFields, ownedServiceFields } from '../../../ecs-service/config/schema';
import { testListenerFields, withPrivate } from '../../../load-balancing/config/schema';
import type { ExistingBlueGreenService, OwnedBlueGreenService } from './model';

const listener = arn(
  'a load balancer’s listener',
  'elasticloadbalancing',
  'listener/(app|net)/[\\w-]+/[0-9a-f]+/[0-9a-f]+',
);

const targetGroup = matching(
  'must be the name of a target group: letters, digits and hyphens, at most 32',
  /^(?!-)[A-Za-z0-9-]{1,32}(?<!-)$/,
);

const existingSchema = z
  .strictObject({
    ...existingServiceFields,
    service: existingServiceFields.service.describe(
      'The name of the ECS service; its deployment controller is CODE_DEPLOY.',
    ),
    productionListener: listener.describe('The ARN of the listener that the production traffic comes in by.'),
    testListener: listener
      .optional()
      .describe(
        'The ARN of the listener by which green can be tried before the traffic moves. Default: none.',
      ),
    targetGroups: distinct(targetGroup, 2, 2).describe(
      'The names of the two target groups that blue and green take turns in.',
    ),
    alarms: distinct(z.string().min(1).max(255), 0, 10)
      .prefault([])
      .describe('The names of CloudWatch alarms that roll a deployment back.'),
  })
  .meta({ id: 'ExistingEcsService' });

const fields = z
  .strictObject({
    existing: existingSchema
      .optional()
      .describe(
        'A service that is there already; then no other key goes beside it. Default: the factory makes the service.',
      ),
    ...ownedServiceFields,
    ...testListenerFields,
  })
  .meta({ id: 'EcsService' });

/** An ECS service that CodeDeploy releases to: one that the factory makes, or `existing`, with no other key beside it. */
export const serviceSchema = fields.transform(
  ({ existing, ...owned }): OwnedBlueGreenService | ExistingBlueGreenService => {
    if (!existing) return { owned: true, ...owned, network: withPrivate(owned.network) };
    const [blue = '', green = ''] = existing.targetGroups;
    return { owned: false, ...existing, targetGroups: [blue, green] };
  },
);
