import { z } from 'zod';
import { distinct, wholeNumber } from '../../../config/schema-parts';
import { existingServiceFields, ownedServiceFields } from '../../../ecs-service/config/schema';
import { withPrivate } from '../../../load-balancing/config/schema';
import type { ExistingRollingService, OwnedRollingService } from './model';

const existingSchema = z
  .strictObject({
    ...existingServiceFields,
    service: existingServiceFields.service.describe(
      'The name of the ECS service; its deployment controller is ECS.',
    ),
  })
  .meta({ id: 'ExistingRollingService' });

/** docs/decisions/0006-rolling-services.md */
const PLACEHOLDER_SERVES =
  'Once changed, a placeholder answers 404 until the next release: release right after the change is deployed.';

const fields = z
  .strictObject({
    existing: existingSchema
      .optional()
      .describe(
        'A service that is there already; then no other key goes beside it. Default: the factory makes the service.',
      ),
    ...ownedServiceFields,
    container: ownedServiceFields.container.describe(
      `The container that takes the load balancer’s traffic, as the task definition names it. ${PLACEHOLDER_SERVES}`,
    ),
    port: ownedServiceFields.port.describe(`The port the container listens on. ${PLACEHOLDER_SERVES}`),
    minimumHealthyPercent: wholeNumber(0, 100)
      .prefault(100)
      .describe('How much of desiredCount stays healthy while tasks are replaced, in percent.'),
    maximumPercent: wholeNumber(100, 200)
      .prefault(200)
      .describe('How much of desiredCount may run while tasks are replaced, in percent.'),
    rollbackOn: distinct(z.enum(['failure', 'alarm']), 0, 2)
      .prefault(['failure', 'alarm'])
      .describe(
        'What makes ECS go back to the last deployment that was well: tasks that do not start (failure), the load balancer’s alarms (alarm).',
      ),
  })
  .meta({ id: 'RollingService' });

/** An ECS service that ECS itself releases to: one that the factory makes, or `existing`, with no other key beside it. */
export const rollingServiceSchema = fields.transform(
  ({ existing, ...owned }): OwnedRollingService | ExistingRollingService =>
    existing ? { owned: false, ...existing } : { owned: true, ...owned, network: withPrivate(owned.network) },
);
