import { formatDuration } from '../../../config/duration';
import { summarizeService } from '../../../ecs-service/config/names';
import { summarizeGates } from '../../../gates/config/gates';
import { summarizeCommits } from '../../../build/config/summary';
import { summarizeUploads } from '../../../source/config/summary';
import type { PipelineSummary } from '../../kind';
import type { EcsBlueGreenPipeline, Traffic } from './model';

/** The pipeline in a row of `validate`. */
export function summarizeBlueGreen(pipeline: EcsBlueGreenPipeline): PipelineSummary {
  const { source, checks, deploy, service } = pipeline;
  return {
    startedBy: source.from === 'git' ? summarizeCommits(source) : summarizeUploads(source),
    checks: summarizeGates(checks, pipeline),
    deployment: `${summarizeTraffic(deploy.traffic)}, blue stays ${minutes(deploy.blueTerminationWaitMinutes)}`,
    target: summarizeService(service),
  };
}

function summarizeTraffic(traffic: Traffic): string {
  if (traffic.type === 'all-at-once') return traffic.type;
  return `${traffic.type} ${traffic.percentage}% ${minutes(traffic.intervalMinutes)}`;
}

const minutes = (count: number): string => formatDuration(count * 60);
