import type {
  ContainerDefinition,
  RegisterTaskDefinitionCommandInput,
  TaskDefinition,
} from '@aws-sdk/client-ecs';
import { ConfigurationError } from '../errors';
import { excerptOf, shortened } from '../excerpt';
import { isObject, optionalText, parseJson, type UnknownObject } from '../json';

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html */
export const MAX_TASK_DEFINITION_BYTES = 64 * 1024;

/** Fields that ECS accepts. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html */
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

/** Fields that only ECS sets. A file that was copied from DescribeTaskDefinition has them; they are left out. */
export const READ_ONLY_FIELDS = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
  'deregisteredAt',
];

/** A task definition that can be registered. */
export type TaskDefinitionInput = RegisterTaskDefinitionCommandInput & {
  readonly family: string;
  readonly containerDefinitions: ContainerDefinition[];
};

/**
 * Parses a team's task definition.
 * @param path of the file, for error messages
 * @param text @default - the artifact has no such file
 * @throws ConfigurationError with field, rule and value where ECS would not accept it
 */
export function parseTaskDefinition(path: string, text: string | undefined): TaskDefinitionInput {
  if (text === undefined)
    throw new ConfigurationError(`The input artifact must have the file ${path}, got: none`);
  const given = parseFile(path, text);
  const entries = entriesToRegister(given);
  const unknown = entries.find(([field]) => !FIELDS.includes(field));
  if (unknown)
    throw new ConfigurationError(
      `${path}: ${shortened(unknown[0])} must be a field of RegisterTaskDefinition (${FIELDS.join(', ')})`,
    );
  if (!optionalText(given, 'family'))
    throw new ConfigurationError(`${path}: family must be a text, got: ${excerptOf(given.family)}`);
  checkContainers(path, given.containerDefinitions);
  return Object.fromEntries(entries) as unknown as TaskDefinitionInput;
}

/** A revision as it can be registered again. */
export const inputOf = (revision: TaskDefinition): TaskDefinitionInput =>
  Object.fromEntries(entriesToRegister(revision)) as unknown as TaskDefinitionInput;

const entriesToRegister = (definition: object): [string, unknown][] =>
  Object.entries(definition).filter(([field]) => !READ_ONLY_FIELDS.includes(field));

function parseFile(path: string, text: string): UnknownObject {
  const given = parseJson(path, text);
  if (!isObject(given))
    throw new ConfigurationError(`${path} must be a JSON object, got: ${excerptOf(given)}`);
  return given;
}

function checkContainers(path: string, containers: unknown): void {
  if (!Array.isArray(containers) || containers.length === 0)
    throw new ConfigurationError(
      `${path}: containerDefinitions must be a list of at least one container, got: ${excerptOf(containers)}`,
    );
  const names = containers.map((one: unknown) => (isObject(one) ? optionalText(one, 'name') : undefined));
  const nameless = names.findIndex((name) => name === undefined);
  if (nameless >= 0)
    throw new ConfigurationError(
      `${path}: containerDefinitions.${nameless}.name must be a text, got: ${excerptOf(containers[nameless])}`,
    );
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice)
    throw new ConfigurationError(`${path}: containerDefinitions must have unique names, got ${twice} twice`);
}
