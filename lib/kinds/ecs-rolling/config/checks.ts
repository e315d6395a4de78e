import { checkBuild, checkChecks, checkVerify } from '../../../build/config/check-build';
import { checkStages } from '../../../build/config/check-stages';
import type { Diagnostic } from '../../../config/diagnostic';
import type { LocatedPipeline } from '../../../config/kind';
import { checkEcsService } from '../../../ecs-service/config/check';
import { serviceVariables } from '../../../ecs-service/config/verify';
import type { EcsRollingPipeline, OwnedRollingService } from './model';

type Located = LocatedPipeline<EcsRollingPipeline>;

/** What is wrong with a pipeline beyond its schema. */
export function checkRolling(located: Located): Diagnostic[] {
  const { source, checks, service, verify } = located.pipeline;
  return [
    ...checkStages(checks, located, STAGES),
    ...checkBuild(source.build, located, IMAGE_LIMIT),
    ...checkChecks(checks, located),
    ...checkVerify(verify, Object.keys(serviceVariables(located.pipeline, service)), located),
    ...checkEcsService(located, service),
    ...checkRoom(located),
  ];
}

/** The stages that a pipeline may have beside its checks. */
const STAGES = ['Source', 'Build', 'Scan', 'Approval', 'Deploy'];

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html */
const IMAGE_LIMIT = { max: 10, deployment: 'ecs-rolling deployment' };

/**
 * Whole tasks stop and start: the healthy ones are rounded up, the running ones down.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
 */
function checkRoom({ pipeline: { service }, at }: Located): Diagnostic[] {
  if (!service.owned) return [];
  const { desiredCount, minimumHealthyPercent, maximumPercent } = service;
  const stay = Math.ceil((desiredCount * minimumHealthyPercent) / 100);
  const most = Math.floor((desiredCount * maximumPercent) / 100);
  if (stay < desiredCount || most > desiredCount) return [];
  const rule = `leaves ECS no room: of ${desiredCount} ${desiredCount === 1 ? 'task' : 'tasks'} ${stay} must stay healthy and at most ${most} may run, so that none can stop and none start`;
  return [{ path: at(['service', roomField(service)]), rule }];
}

function roomField({ maximumPercent }: OwnedRollingService): string {
  return maximumPercent < 200 ? 'maximumPercent' : 'minimumHealthyPercent';
}
