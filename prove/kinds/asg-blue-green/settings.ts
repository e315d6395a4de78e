import type { FleetSettings } from '../../../handlers/contract/fleet-settings';
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

/** What a pipeline is deployed with anew: other steps, another hold, and a larger fleet. */
export const changedSettings = ({ group, traffic, ...settings }: FleetSettings): FleetSettings => ({
  ...settings,
  hash: 'fedcba9876543210',
  group: { ...group, max: 8 },
  traffic: { ...traffic, steps: [50, 100], hold: 30 },
});
