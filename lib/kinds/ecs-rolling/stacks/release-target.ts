import type { PipelineIdentity } from '../../../../handlers/contract/names';
import type { Arns } from '../../../pipeline/arns';
import {
  clusterName,
  executionRoleName,
  serviceName,
  taskFamily,
  taskRoleName,
} from '../../../ecs-service/config/names';
import type { RollingService } from '../config/model';

/** The ECS service that is released to, whoever made it. */
export interface RollingTarget {
  readonly cluster: string;
  readonly service: string;
  /** ARNs of the roles that a task definition may name. */
  readonly taskRoles: readonly string[];
  /** The family of the task definitions. */
  readonly family: string;
}

/** The pipeline's target, as the config names it, or as the names of an owned service follow from the pipeline's. */
export function rollingTarget(
  service: RollingService,
  identity: PipelineIdentity,
  arns: Arns,
): RollingTarget {
  if (!service.owned) return service;
  return {
    cluster: clusterName(identity),
    service: serviceName(identity),
    taskRoles: [executionRoleName(identity), taskRoleName(identity)].map(arns.role),
    family: taskFamily(identity),
  };
}
