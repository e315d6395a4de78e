import { isObject } from '../../../handlers/json';
import { isSecret } from './secrets';

/** A field that differs. */
export interface Difference {
  /** Where it is, for example `web.environment.LOG_LEVEL`. */
  readonly field: string;
  /** @default - it is new, or its value is hidden */
  readonly before?: string;
  /** @default - it goes, or its value is hidden */
  readonly after?: string;
  /** Whether the values are left out, because they look like a secret's. @default false */
  readonly hidden?: boolean;
}

/** The fields in which two values differ, in order of their paths. Values that look like a secret's are left out. */
export function differences(before: unknown, after: unknown, prefix = ''): Difference[] {
  const [old, fresh] = [flattened(before, prefix), flattened(after, prefix)];
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .filter((field) => old.get(field) !== fresh.get(field))
    .sort((one, other) => one.localeCompare(other))
    .map((field) => difference(field, old.get(field), fresh.get(field)));
}

function difference(field: string, before: string | undefined, after: string | undefined): Difference {
  if (![before, after].some((value) => value !== undefined && isSecret(field, value)))
    return { field, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
  return {
    field,
    hidden: true,
    ...(before !== undefined && { before: HIDDEN }),
    ...(after !== undefined && { after: HIDDEN }),
  };
}

const HIDDEN = '(hidden)';

/** The members that stand for the value of an item that has a name. */
const VALUE_MEMBERS = ['value', 'valueFrom'];

/** Lists of the task definition whose items are known by their names. */
const TRANSPARENT_LISTS = ['containerDefinitions'];

/** Every value that is neither a list nor an object, by its path. Items with a name are found by it, others by number. */
function flattened(value: unknown, path: string, found = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const { name, ...rest } = isObject(item) ? item : { name: undefined };
      if (typeof name !== 'string') flattened(item, joined(path, String(index + 1)), found);
      else flattened(onlyValue(rest), joined(path, name), found);
    }
  } else if (isObject(value)) {
    for (const [member, one] of Object.entries(value))
      flattened(one, TRANSPARENT_LISTS.includes(member) ? path : joined(path, member), found);
  } else if (value !== undefined) found.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  return found;
}

function onlyValue(rest: Readonly<Record<string, unknown>>): unknown {
  const [member = '', ...others] = Object.keys(rest);
  return others.length === 0 && VALUE_MEMBERS.includes(member) ? rest[member] : rest;
}

const joined = (path: string, member: string): string => (path === '' ? member : `${path}.${member}`);
