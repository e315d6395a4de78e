import type {
  AnyFleetSettings,
  GroupSettings,
  RefreshSettings,
  TrafficSettings,
} from '../contract/fleet-settings';
import { ConfigurationError } from '../errors';
import { excerptOf, excerptOfFile } from '../excerpt';
import { isObject, parseObject, type UnknownObject } from '../json';

/**
 * Parses what CloudFormation wrote: whether what is needed is there, so that a person's edit is found before anything is
 * made of it. The config's schema has checked the rest.
 * @param name of the parameter, for error messages
 * @throws ConfigurationError with field, rule and value
 */
export function parseSettings(name: string, text: string): AnyFleetSettings {
  const given = parseObject(text);
  if (!given)
    throw new ConfigurationError(`Parameter ${name} must be a JSON object, got: ${excerptOfFile(text)}`);
  const check = checkerOf(name);
  check.text(given, 'hash');
  check.text(given, 'launchTemplate');
  check.number(given, 'keep', 1);
  checkGroup(check, check.object(given, 'group'));
  if (given.refresh === undefined) checkTraffic(check, check.object(given, 'traffic'));
  else checkRefresh(check, check.object(given, 'refresh'));
  return given as unknown as AnyFleetSettings;
}

function checkGroup(check: Checker, group: UnknownObject): void {
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

function checkTraffic(check: Checker, traffic: UnknownObject): void {
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

function checkRefresh(check: Checker, refresh: UnknownObject): void {
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

type Checker = ReturnType<typeof checkerOf>;

function checkerOf(name: string) {
  const fail = (field: string, rule: string, value: unknown): never => {
    throw new ConfigurationError(`Parameter ${name}: ${field} must be ${rule}, got: ${excerptOf(value)}`);
  };
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  return {
    fail,
    object: (of: UnknownObject, field: string): UnknownObject => {
      const value = of[field];
      return isObject(value) ? value : fail(field, 'an object', value);
    },
    text: (of: UnknownObject, field: string, path = '') => {
      if (!isText(of[field])) fail(`${path}${field}`, 'text', of[field]);
    },
    texts: (of: UnknownObject, field: string, path = '', count?: number) => {
      const value = of[field];
      const isList = Array.isArray(value) && value.length > 0 && value.every(isText);
      if (!isList || (count !== undefined && value.length !== count))
        fail(`${path}${field}`, `a list of ${count ?? 'at least one'} text${count === 2 ? 's' : ''}`, value);
    },
    number: (of: UnknownObject, field: string, min: number, path = '') => {
      const value = of[field];
      if (typeof value !== 'number' || !Number.isInteger(value) || value < min)
        fail(`${path}${field}`, `a whole number from ${min} on`, value);
    },
  };
}
