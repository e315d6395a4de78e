import {
  type AnyFleetSettings,
  type FleetSettings,
  isRefreshed,
  type RefreshedFleetSettings,
} from '../../../handlers/contract/fleet-settings';
import { MINIMUM, NAME, RULE, TARGET_GROUPS } from './names';

export const ALARM = `${NAME}-errors`;

export const SUBNETS = ['subnet-0000000a', 'subnet-0000000b'] as const;

/** What the pipeline was deployed with: two steps with a bake, a hold, an alarm, and everything that a group can have. */
export const SETTINGS: FleetSettings = {
  hash: '0123456789abcdef',
  launchTemplate: NAME,
  keep: 1,
  group: {
    ...{ min: MINIMUM, max: 6, subnets: SUBNETS, types: ['t3.small'], warmup: 0, healthCheckGrace: 60 },
    scaling: { cpu: 60 },
    schedules: [{ name: 'morning', recurrence: '0 6 * * *', min: 1 }],
  },
  traffic: {
    ...{ listenerRule: RULE, targetGroups: TARGET_GROUPS, steps: [10, 100], bake: 30, hold: 60 },
    ...{ alarms: [ALARM], healthTimeout: 300 },
  },
};

/** The same fleet whose traffic moves otherwise. */
export const withTraffic = (traffic: Partial<FleetSettings['traffic']>): FleetSettings => ({
  ...SETTINGS,
  traffic: { ...SETTINGS.traffic, ...traffic },
});

/** The same fleet where instances are replaced by an instance refresh. */
export const REFRESH_SETTINGS: RefreshedFleetSettings = {
  ...{ hash: SETTINGS.hash, launchTemplate: SETTINGS.launchTemplate, keep: SETTINGS.keep },
  group: SETTINGS.group,
  refresh: {
    ...{ targetGroups: TARGET_GROUPS, listenerRule: RULE, minHealthy: 100, maxHealthy: 110 },
    ...{ bake: 60, alarms: [ALARM], skipMatching: true, healthTimeout: 900 },
  },
};

/** What a pipeline is deployed with anew: other steps, another hold or bake, and a larger fleet. */
export function changedSettings(settings: AnyFleetSettings): AnyFleetSettings {
  const { group } = settings;
  const changed = { hash: 'fedcba9876543210', group: { ...group, max: 8 } };
  return isRefreshed(settings)
    ? { ...settings, ...changed, refresh: { ...settings.refresh, bake: 30 } }
    : { ...settings, ...changed, traffic: { ...settings.traffic, steps: [50, 100], hold: 30 } };
}
