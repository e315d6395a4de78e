import type { RollingService, EcsStore } from '../store';
import type { LocalDeployment } from './model';

type EventName =
  | 'SERVICE_DEPLOYMENT_IN_PROGRESS'
  | 'SERVICE_DEPLOYMENT_COMPLETED'
  | 'SERVICE_DEPLOYMENT_FAILED';

/**
 * Tells EventBridge of a deployment.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 */
export function emitDeployment(
  { context: serviceContext }: EcsStore,
  { account, region, arn }: RollingService,
  { id, updatedAt, rolloutStateReason }: LocalDeployment,
  eventName: EventName,
): void {
  serviceContext.bus.emit({
    source: 'aws.ecs',
    'detail-type': 'ECS Deployment State Change',
    account,
    region,
    resources: [arn],
    detail: {
      eventType: eventName === 'SERVICE_DEPLOYMENT_FAILED' ? 'ERROR' : 'INFO',
      eventName,
      deploymentId: id,
      updatedAt: updatedAt.toISOString(),
      reason: rolloutStateReason,
    },
  });
}
