import type { ContainerDefinition, RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { ConfigurationError } from '../errors';
import { isObject, type JsonObject, parseJson, textOf } from '../json';

/** Bytes of a task definition. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
export const LARGEST_TASK_DEFINITION = 64 * 1024;

/** What ECS takes. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html */
const FIELDS = [
  'family',
  'taskRoleArn',
  'executionRoleArn',
  'networkMode',
  'containerDefinitions',
  'volumes',
  'placementConstraints',
  'requiresCompatibilities',
  'cpu',
  'memory',
  'tags',
  'pidMode',
  'ipcMode',
  'proxyConfiguration',
  'inferenceAccelerators',
  'ephemeralStorage',
  'runtimePlatform',
  'enableFaultInjection',
];

/** What only ECS writes; it stands in a file that was copied from DescribeTaskDefinition, and is left out. */
export const DESCRIBED = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
];

/** A task definition that ECS can be given. */
export type TaskDefinitionInput = RegisterTaskDefinitionCommandInput & {
  readonly family: string;
  readonly containerDefinitions: ContainerDefinition[];
};

/**
 * Reads a team's task definition.
 * @param path of the file, for what is said of it
 * @param text @default - the artifact has no such file
 * @throws ConfigurationError with field, rule and value where ECS could not take it
 */
export function parseTaskDefinition(path: string, text: string | undefined): TaskDefinitionInput {
  if (text === undefined)
    throw new ConfigurationError(`The input artifact must have the file ${path}, got: none`);
  const given = parsed(path, text);
  const entries = Object.entries(given).filter(([field]) => !DESCRIBED.includes(field));
  const unknown = entries.find(([field]) => !FIELDS.includes(field));
  if (unknown)
    throw new ConfigurationError(
      `${path}: ${unknown[0]} must be a field of RegisterTaskDefinition (${FIELDS.join(', ')})`,
    );
  if (!textOf(given, 'family'))
    throw new ConfigurationError(`${path}: family must be a text, got: ${JSON.stringify(given.family)}`);
  checkContainers(path, given.containerDefinitions);
  return Object.fromEntries(entries) as unknown as TaskDefinitionInput;
}

function parsed(path: string, text: string): JsonObject {
  const given = parseJson(path, text);
  if (!isObject(given))
    throw new ConfigurationError(`${path} must be a JSON object, got: ${text.slice(0, 200)}`);
  return given;
}

function checkContainers(path: string, containers: unknown): void {
  if (!Array.isArray(containers) || containers.length === 0)
    throw new ConfigurationError(
      `${path}: containerDefinitions must be a list of at least one container, got: ${JSON.stringify(containers)}`,
    );
  const names = containers.map((one: unknown) => (isObject(one) ? textOf(one, 'name') : undefined));
  const nameless = names.findIndex((name) => name === undefined);
  if (nameless >= 0)
    throw new ConfigurationError(
      `${path}: containerDefinitions.${nameless}.name must be a text, got: ${JSON.stringify(containers[nameless])?.slice(0, 200)}`,
    );
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice)
    throw new ConfigurationError(`${path}: containerDefinitions must have unique names, got ${twice} twice`);
}
