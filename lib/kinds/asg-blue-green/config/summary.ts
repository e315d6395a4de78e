import { formatDuration } from '../../../config/duration';
import { summarizeGates } from '../../../gates/config/gates';
import { summarizeGit } from '../../../source/config/summary';
import type { PipelineSummary } from '../../kind';
import type { AsgBlueGreenPipeline } from './model';

/** The pipeline in a row of `validate`. */
export function summarizeFleet(pipeline: AsgBlueGreenPipeline): PipelineSummary {
  const { source, checks, fleet, deploy, service } = pipeline;
  const { traffic, bake, hold } = deploy;
  const steps = traffic.length > 1 ? `${traffic.join('-')}% every ${formatDuration(bake)}` : `all-at-once`;
  return {
    startedBy: summarizeGit(source.git),
    checks: summarizeGates(checks, {}),
    deployment: `${steps}, blue stays ${formatDuration(hold)}`,
    target: `${fleet.min}-${fleet.max} instances, ${service.owned ? 'made with it' : targetGroupsOf(service.targetGroups)}`,
  };
}

/** The names in the ARNs, `…:targetgroup/name/id`. */
const targetGroupsOf = (arns: readonly string[]): string =>
  arns.map((arn) => arn.split('/').at(-2)).join(' and ');
