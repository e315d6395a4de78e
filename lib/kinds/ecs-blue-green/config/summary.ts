import { formatDuration } from '../../../config/duration';
import { summarizeTraffic } from '../../../config/traffic';
import { summarizeService } from '../../../ecs-service/config/names';
import { summarizeGates, summarizeVerify } from '../../../gates/config/gates';
import { summarizeCommits } from '../../../build/config/summary';
import { summarizeUploads } from '../../../source/config/summary';
import type { PipelineSummary } from '../../kind';
import type { EcsBlueGreenPipeline } from './model';

/** The pipeline in a row of `validate`. */
export function summarizeBlueGreen(pipeline: EcsBlueGreenPipeline): PipelineSummary {
  const { source, checks, deploy, service } = pipeline;
  return {
    startedBy: source.from === 'git' ? summarizeCommits(source) : summarizeUploads(source),
    checks: summarizeGates(checks, pipeline),
    deployment: `${summarizeTraffic(deploy.traffic)}, blue stays ${minutes(deploy.blueTerminationWaitMinutes)}${summarizeVerify(pipeline)}`,
    target: summarizeService(service),
  };
}

const minutes = (count: number): string => formatDuration(count * 60);
