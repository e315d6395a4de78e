import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { isObject } from '../json';
import { READ_ONLY_FIELDS, type TaskDefinitionInput } from './task-definition-file';

/** Fields that differ from revision to revision, whatever the file contains. */
const IGNORED_FIELDS = new Set<string>([...READ_ONLY_FIELDS, 'tags']);

/**
 * Values that ECS fills in where a task definition has none, beside empty ones.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskDefinition.html
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
 */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  networkMode: 'bridge',
  essential: true,
  protocol: 'tcp',
  interval: 30,
  timeout: 5,
  retries: 3,
};

/** Lists whose order means nothing to ECS, and the member that identifies an item. */
const UNORDERED_LISTS: Readonly<Record<string, string>> = {
  containerDefinitions: 'name',
  environment: 'name',
  secrets: 'name',
  volumes: 'name',
};

/**
 * Whether a revision has the content of a task definition, images apart, as far as that is known without registering it:
 * ECS fills in what the file leaves out. A false difference costs a revision, never a deployment.
 * @param built containers whose images imagedefinitions.json names
 */
export function hasContentOf(
  revision: TaskDefinition,
  wanted: TaskDefinitionInput,
  built: readonly string[],
): boolean {
  return isEqual(comparable(revision, built), comparable(wanted, built));
}

/**
 * Whether two revisions have the same content, images apart.
 * @param built containers whose images imagedefinitions.json names
 */
export function isSameContent(one: TaskDefinition, other: TaskDefinition, built: readonly string[]): boolean {
  return isEqual(comparable(one, built), comparable(other, built));
}

/**
 * A task definition as it can be compared: without what only ECS sets, empty values and defaults, in one order.
 * @param built containers whose images are left out
 */
export function comparable(
  definition: TaskDefinition | TaskDefinitionInput,
  built: readonly string[],
): unknown {
  const entries = Object.entries(definition).filter(([field]) => !IGNORED_FIELDS.has(field));
  const containerDefinitions = (definition.containerDefinitions ?? []).map((container) =>
    built.includes(container.name ?? '') ? { ...container, image: '' } : container,
  );
  return normalize({ ...Object.fromEntries(entries), containerDefinitions });
}

/** Without empty values and those that ECS would fill in, with lists and members in one order. */
function normalize(value: unknown, member = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => normalize(item));
    const by = UNORDERED_LISTS[member];
    return by ? items.sort((a, b) => sortKey(a, by).localeCompare(sortKey(b, by))) : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value)
    .filter(([name, one]) => !(name === 'hostPort' && (one === value.containerPort || one === 0)))
    .map(([name, one]) => [name, normalize(one, name)] as const)
    .filter(([name, one]) => !isDefault(name, one))
    .sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(entries);
}

function isDefault(name: string, value: unknown): boolean {
  return name in DEFAULTS ? value === DEFAULTS[name] || value === undefined : isEmpty(value);
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || value === 0 || value === false;
}

const sortKey = (value: unknown, member: string): string =>
  isObject(value) && typeof value[member] === 'string' ? value[member] : '';

const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
