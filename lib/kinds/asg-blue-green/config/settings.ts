import type {
  AnyFleetSettings,
  FleetSettings,
  RefreshSettings,
} from '../../../../handlers/contract/fleet-settings';
import { pipelineName } from '../../../../handlers/contract/names';
import { identityOf } from '../../../config/identity';
import { alarmNames } from '../../../load-balancing/config/names';
import type { AsgBlueGreenPipeline, Fleet, RefreshDeploy } from './model';
import { targetGroupNames } from './names';

/** What the settings name that is not in the config where the factory makes it: ARNs and ids, or tokens of them. */
export interface FleetTarget {
  /** @default - a target group that is there already has whatever rule */
  readonly listenerRule?: string;
  /** @default - none */
  readonly testListenerRule?: string;
  readonly targetGroups: readonly string[];
  readonly subnets: readonly string[];
}

/** What the action functions need of the config. @param hash see `settingsHash` */
export function fleetSettings(
  pipeline: AsgBlueGreenPipeline,
  target: FleetTarget,
  hash: string,
): AnyFleetSettings {
  const { instances, fleet, deploy, image } = pipeline;
  const { subnets, ...traffic } = target;
  const base = {
    hash,
    launchTemplate: pipelineName(identityOf(pipeline)),
    group: groupSettings(fleet, instances.types, subnets),
    keep: image.keep,
  };
  const alarms = watchedAlarms(pipeline);
  if (deploy.strategy === 'refresh')
    return { ...base, refresh: refreshSettings(fleet, deploy, target, alarms) };
  const { traffic: steps, bake, hold, healthTimeout } = deploy;
  const [one, other] = traffic.targetGroups;
  if (traffic.listenerRule === undefined || one === undefined || other === undefined)
    throw new Error(`${pipeline.name}: service must have a listener rule and two target groups`);
  return {
    ...base,
    traffic: {
      ...{ ...traffic, listenerRule: traffic.listenerRule, targetGroups: [one, other] },
      ...{ steps, bake, hold, alarms, healthTimeout },
    },
  };
}

/** What is as by default is left out. */
function refreshSettings(
  { group }: Fleet,
  { minHealthy, maxHealthy, bake, checkpoints, checkpointDelay, skipMatching, healthTimeout }: RefreshDeploy,
  { targetGroups, listenerRule }: FleetTarget,
  alarms: readonly string[],
): RefreshSettings {
  return {
    ...(group !== undefined && { group }),
    ...(listenerRule !== undefined && { listenerRule }),
    ...{ targetGroups, minHealthy, maxHealthy, bake, alarms, skipMatching, healthTimeout },
    ...(checkpoints.length > 0 && { checkpoints, checkpointDelay }),
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
  if (!service.owned)
    return 'targetGroup' in service
      ? { targetGroups: [service.targetGroup], subnets }
      : { ...service, subnets };
  const arn = 'x'.repeat(200);
  return { listenerRule: arn, testListenerRule: arn, targetGroups: [arn, arn], subnets };
}
