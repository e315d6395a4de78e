import type { FleetSettings } from '../../../../handlers/contract/fleet-settings';
import { pipelineName } from '../../../../handlers/contract/names';
import { identityOf } from '../../../config/identity';
import { alarmNames } from '../../../load-balancing/config/names';
import type { AsgBlueGreenPipeline, Fleet } from './model';
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
  const { subnets, ...traffic } = target;
  return {
    hash,
    launchTemplate: pipelineName(identityOf(pipeline)),
    group: groupSettings(fleet, instances.types, subnets),
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

/** What is as by default is left out. */
function groupSettings(
  fleet: Fleet,
  types: readonly string[],
  subnets: readonly string[],
): FleetSettings['group'] {
  const { min, max, warmup, healthCheckGrace, scaling, metrics, notifications } = fleet;
  const { onDemand, tags, schedules, hooks, deletionProtection } = fleet;
  return {
    min,
    max,
    subnets,
    types,
    warmup,
    healthCheckGrace,
    ...(onDemand < 100 && { onDemandPercentage: onDemand }),
    ...(scaling && { scaling }),
    ...(schedules.length > 0 && { schedules }),
    ...(hooks.length > 0 && { hooks }),
    ...(!metrics && { metrics }),
    ...(Object.keys(tags).length > 0 && { tags }),
    ...(notifications !== undefined && { notifications }),
    ...(deletionProtection !== 'none' && { deletionProtection }),
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
