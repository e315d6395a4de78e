import { checkArn } from '../../config/checks/arn';
import type { Diagnostic } from '../../config/diagnostic';
import type { LocatedPipeline } from '../../config/kind';
import { checkLoadBalancer } from '../../load-balancing/config/check';
import type { EcsService } from './model';

/** Every ARN that an ECS service names is one of its environment, and a load balancer may have the prefix. */
export function checkEcsService(located: LocatedPipeline, service: EcsService): Diagnostic[] {
  if (service.owned) return checkLoadBalancer(located, service);
  return service.taskRoles.flatMap((arn, index) =>
    checkArn(located, ['service', 'existing', 'taskRoles', index], arn, false),
  );
}
