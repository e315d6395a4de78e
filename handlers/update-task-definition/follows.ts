import type { TaskDefinition } from '@aws-sdk/client-ecs';
import { isObject } from '../json';
import { DESCRIBED, type TaskDefinitionInput } from './task-definition-file';

/** What differs from revision to revision whatever the file says. */
const OF_A_REVISION = new Set<string>([...DESCRIBED, 'tags']);

/**
 * Values that ECS takes where a task definition does not say, beside what is empty.
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

/** Lists whose order means nothing to ECS, and by what member their items are known. */
const UNORDERED: Readonly<Record<string, string>> = {
  containerDefinitions: 'name',
  environment: 'name',
  secrets: 'name',
  volumes: 'name',
};

/**
 * Whether a revision is what a task definition says, images apart: as far as can be told without registering it, since
 * ECS fills in what the file leaves out. A difference that is none costs a revision, never a deployment.
 */
export function follows(
  revision: TaskDefinition,
  wanted: TaskDefinitionInput,
  built: readonly string[],
): boolean {
  return isSame(comparable(revision, built), comparable(wanted, built));
}

/** Whether two revisions are the same, the images of containers apart. */
export function isSameRevision(
  one: TaskDefinition,
  other: TaskDefinition,
  built: readonly string[],
): boolean {
  return isSame(comparable(one, built), comparable(other, built));
}

/** @param built containers whose images imagedefinitions.json names */
function comparable(definition: TaskDefinition | TaskDefinitionInput, built: readonly string[]): unknown {
  const entries = Object.entries(definition).filter(([field]) => !OF_A_REVISION.has(field));
  const containerDefinitions = (definition.containerDefinitions ?? []).map((container) =>
    built.includes(container.name ?? '') ? { ...container, image: '' } : container,
  );
  return plain({ ...Object.fromEntries(entries), containerDefinitions });
}

/** Without what is empty or as ECS would fill it in, with lists in one order. */
function plain(value: unknown, member = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => plain(item));
    const by = UNORDERED[member];
    return by ? items.sort((a, b) => textOfMember(a, by).localeCompare(textOfMember(b, by))) : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value)
    .filter(([name, one]) => !(name === 'hostPort' && (one === value.containerPort || one === 0)))
    .map(([name, one]) => [name, plain(one, name)] as const)
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

const textOfMember = (value: unknown, member: string): string =>
  isObject(value) && typeof value[member] === 'string' ? value[member] : '';

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
