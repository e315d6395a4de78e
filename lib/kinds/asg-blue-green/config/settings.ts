import type { FleetSettings } from '../../../../handlers/contract/fleet-settings';
import { pipelineName } from '../../../../handlers/contract/names';
import { identityOf } from '../../../config/identity';
import { alarmNames } from '../../../load-balancing/config/names';
import type { AsgBlueGreenPipeline } from './model';
import { targetGroupNames } from './names';

/** What the settings name that is not in the config where the factory makes it: ARNs and ids, or tokens of them. */
export interface FleetTarget {
  readonly listenerRule: string;
  /** @default - none */
  readonly testListenerRule?: string;
  readonly targetGroups: readonly [string, string];
  readonly subnets: readonly string[];
}

/** What the action functions need of the config. @param hash see `settingsHash` */
export function fleetSettings(
  pipeline: AsgBlueGreenPipeline,
  target: FleetTarget,
  hash: string,
): FleetSettings {
  const { instances, fleet, deploy, image } = pipeline;
  const { onDemand, subnets: _configured, tags, schedules, hooks, deletionProtection, ...group } = fleet;
  const { subnets, ...traffic } = target;
  return {
    hash,
    launchTemplate: pipelineName(identityOf(pipeline)),
    group: {
      ...group,
      subnets,
      types: instances.types,
      ...(onDemand < 100 && { onDemandPercentage: onDemand }),
      ...(schedules.length > 0 && { schedules }),
      ...(hooks.length > 0 && { hooks }),
      ...(Object.keys(tags).length > 0 && { tags }),
      ...(deletionProtection !== 'none' && { deletionProtection }),
    },
    traffic: {
      ...traffic,
      steps: deploy.traffic,
      bake: deploy.bake,
      hold: deploy.hold,
      alarms: watchedAlarms(pipeline),
      healthTimeout: deploy.healthTimeout,
    },
    keep: image.keep,
  };
}

/** The names of the alarms that put the traffic back: the factory's own on both target groups, and those of the config. */
export function watchedAlarms(pipeline: AsgBlueGreenPipeline): string[] {
  const { service, deploy } = pipeline;
  const own = service.owned ? alarmNames(targetGroupNames(identityOf(pipeline))) : [];
  return [...new Set([...own, ...deploy.alarms])];
}

/** As long as what CloudFormation puts in place of tokens, to measure the settings before they are made. */
export function longestTarget({ service, fleet }: AsgBlueGreenPipeline): FleetTarget {
  const own = service.owned ? service.network?.privateSubnets : undefined;
  const subnets = fleet.subnets ?? own ?? Array.from({ length: 2 }, () => 'x'.repeat(24));
  if (!service.owned) return { ...service, subnets };
  const arn = 'x'.repeat(200);
  return { listenerRule: arn, testListenerRule: arn, targetGroups: [arn, arn], subnets };
}
