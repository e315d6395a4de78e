import type {
  AnyFleetSettings,
  GroupSettings,
  RefreshSettings,
  TrafficSettings,
} from '../contract/fleet-settings';
import type { UnknownObject } from '../json';
import { type SettingsChecker, settingsChecker } from '../parameters/settings-checker';

/**
 * Parses what CloudFormation wrote: whether what is needed is there, so that a person's edit is found before anything is
 * made of it. The config's schema has checked the rest.
 * @param name of the parameter, for error messages
 * @throws ConfigurationError with field, rule and value
 */
export function parseSettings(name: string, text: string): AnyFleetSettings {
  const check = settingsChecker(name, text);
  const given = check.settings;
  check.text(given, 'hash');
  check.text(given, 'launchTemplate');
  check.number(given, 'keep', 1);
  checkGroup(check, check.object(given, 'group'));
  if (given.refresh === undefined) checkTraffic(check, check.object(given, 'traffic'));
  else checkRefresh(check, check.object(given, 'refresh'));
  return given as unknown as AnyFleetSettings;
}

function checkGroup(check: SettingsChecker, group: UnknownObject): void {
  for (const field of [
    'min',
    'warmup',
    'healthCheckGrace',
  ] as const satisfies readonly (keyof GroupSettings)[])
    check.number(group, field, 0, 'group.');
  check.number(group, 'max', Math.max(1, Number(group.min)), 'group.');
  check.texts(group, 'subnets', 'group.');
  check.texts(group, 'types', 'group.');
}

function checkTraffic(check: SettingsChecker, traffic: UnknownObject): void {
  check.text(traffic, 'listenerRule', 'traffic.');
  check.texts(traffic, 'targetGroups', 'traffic.', 2);
  for (const field of ['bake', 'hold', 'healthTimeout'] as const satisfies readonly (keyof TrafficSettings)[])
    check.number(traffic, field, 0, 'traffic.');
  if (!Array.isArray(traffic.alarms)) check.fail('traffic.alarms', 'a list', traffic.alarms);
  const { steps } = traffic;
  const rises = Array.isArray(steps) && steps.every((one, at) => Number(one) > Number(steps[at - 1] ?? 0));
  if (!rises || steps.at(-1) !== 100)
    check.fail('traffic.steps', 'rising percentages that end at 100', steps);
}

function checkRefresh(check: SettingsChecker, refresh: UnknownObject): void {
  check.texts(refresh, 'targetGroups', 'refresh.');
  for (const field of [
    'minHealthy',
    'maxHealthy',
    'bake',
    'healthTimeout',
  ] as const satisfies readonly (keyof RefreshSettings)[])
    check.number(refresh, field, 0, 'refresh.');
  if (!Array.isArray(refresh.alarms)) check.fail('refresh.alarms', 'a list', refresh.alarms);
}
