import { formatDuration } from '../../../config/duration';
import { summarizeService } from '../../../ecs-service/config/names';
import { summarizeGates, summarizeVerify } from '../../../gates/config/gates';
import { summarizeCommits } from '../../../build/config/summary';
import type { PipelineSummary } from '../../kind';
import type { EcsRollingPipeline } from './model';

/** The pipeline in a row of `validate`. */
export function summarizeRolling(pipeline: EcsRollingPipeline): PipelineSummary {
  const { source, checks, deploy, service } = pipeline;
  const room = service.owned ? `${service.minimumHealthyPercent}-${service.maximumPercent}%, ` : '';
  return {
    startedBy: summarizeCommits(source),
    checks: summarizeGates(checks, pipeline),
    deployment: `rolling, ${room}at most ${formatDuration(deploy.timeoutMinutes * 60)}${summarizeVerify(pipeline)}`,
    target: summarizeService(service),
  };
}
