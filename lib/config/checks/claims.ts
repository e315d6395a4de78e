import type { Finding } from '../check-schema';
import type { Pipeline } from '../model';
import type { Draft } from '../resolve';

/** A service belongs to one deployment group: https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html */
export function checkSharedServices({ pipelines }: Draft): Finding[] {
  const first = new Map<string, string>();
  return pipelines.flatMap(({ pipeline: { kind, name, environment, service }, at }): Finding[] => {
    if (service.owned) return [];
    const key = JSON.stringify([environment.account, environment.region, service.cluster, service.service]);
    const other = first.get(key);
    first.set(key, other ?? `${name} in ${environment.name}`);
    const rule = `is the service of ${other} too: ${REASONS[kind]}`;
    return other ? [{ path: at(['service', 'existing', 'service']), rule }] : [];
  });
}

const REASONS: Readonly<Record<Pipeline['kind'], string>> = {
  'ecs-blue-green': 'CodeDeploy takes one deployment group a service',
  'ecs-rolling': 'each would undo what the other one releases',
};
