import { formatDuration } from '../../../config/duration';
import { summarizeGates, summarizeVerify } from '../../../gates/config/gates';
import { summarizeGit } from '../../../source/config/summary';
import type { PipelineSummary } from '../../kind';
import type { AsgBlueGreenPipeline, FleetDeploy, FleetService } from './model';

/** The pipeline in a row of `validate`. */
export function summarizeFleet(pipeline: AsgBlueGreenPipeline): PipelineSummary {
  const { source, checks, fleet, deploy, service } = pipeline;
  return {
    startedBy: summarizeGit(source.git),
    checks: summarizeGates(checks, {}),
    deployment: `${deploymentOf(deploy)}${summarizeVerify(pipeline)}`,
    target: `${fleet.min}-${fleet.max} instances, ${behind(service)}`,
  };
}

function deploymentOf(deploy: FleetDeploy): string {
  const { bake } = deploy;
  if (deploy.strategy === 'refresh')
    return `instance refresh at ${deploy.minHealthy}-${deploy.maxHealthy}%, bakes ${formatDuration(bake)}`;
  const { traffic, hold } = deploy;
  const steps = traffic.length > 1 ? `${traffic.join('-')}% every ${formatDuration(bake)}` : `all-at-once`;
  return `${steps}, blue stays ${formatDuration(hold)}`;
}

function behind(service: FleetService): string {
  if (service.owned) return 'made with it';
  return targetGroupsOf('targetGroup' in service ? [service.targetGroup] : service.targetGroups);
}

/** The names in the ARNs, `…:targetgroup/name/id`. */
const targetGroupsOf = (arns: readonly string[]): string =>
  arns.map((arn) => arn.split('/').at(-2)).join(' and ');
