import {
  type EcsRelease,
  type FleetRelease,
  type LambdaRelease,
  RELEASE_CAUSES,
  type RecordedFunction,
  type RecordedRelease,
  type ReleasedCommit,
  type ReleaseFacts,
  type ReleaseRecord,
} from '../contract/release-record';
import { ConfigurationError } from '../errors';
import { excerptOf, excerptOfFile } from '../excerpt';
import { isObject, parseObject, type UnknownObject } from '../json';

/**
 * Parses and validates a release record. Members that it does not know are left out.
 * @throws ConfigurationError with field, rule and value
 */
export function parseRecord(text: string): ReleaseRecord {
  const record = parseObject(text);
  if (!record) throw new ConfigurationError(`it must be a JSON object, got: ${excerptOfFile(text)}`);
  const serving = parseRelease('serving', record.serving);
  if (record.previous === undefined) return { serving };
  return { serving, previous: parseRelease('previous', record.previous) };
}

function parseRelease(path: string, value: unknown): RecordedRelease {
  if (!isObject(value)) throw mismatch(path, 'an object', value);
  switch (value.type) {
    // The first records have no type, and all of them are of ECS.
    case undefined:
    case 'ecs':
      return parseEcsRelease(path, value);
    case 'asg':
      return parseFleetRelease(path, value);
    case 'lambda':
      return parseLambdaRelease(path, value);
    default:
      throw mismatch(`${path}.type`, 'one of ecs, asg, lambda', value.type);
  }
}

function parseEcsRelease(path: string, value: UnknownObject): EcsRelease {
  return {
    type: 'ecs',
    taskDefinition: text(path, value, 'taskDefinition'),
    images: textByName(`${path}.images`, value.images),
    deploymentId: text(path, value, 'deploymentId'),
    ...parseFacts(path, value),
  };
}

function parseFleetRelease(path: string, value: UnknownObject): FleetRelease {
  const template = value.launchTemplate;
  if (!isObject(template)) throw mismatch(`${path}.launchTemplate`, 'an object', template);
  return {
    type: 'asg',
    group: text(path, value, 'group'),
    launchTemplate: {
      name: text(`${path}.launchTemplate`, template, 'name'),
      version: text(`${path}.launchTemplate`, template, 'version'),
    },
    imageId: text(path, value, 'imageId'),
    ...parseFacts(path, value),
  };
}

function parseLambdaRelease(path: string, value: UnknownObject): LambdaRelease {
  const functions = value.functions;
  if (!isObject(functions)) throw mismatch(`${path}.functions`, 'an object', functions);
  return {
    type: 'lambda',
    alias: text(path, value, 'alias'),
    functions: Object.fromEntries(
      Object.entries(functions).map(([name, one]) => [name, parseFunction(`${path}.functions.${name}`, one)]),
    ),
    ...parseFacts(path, value),
  };
}

function parseFunction(path: string, value: unknown): RecordedFunction {
  if (!isObject(value)) throw mismatch(path, 'an object', value);
  return {
    functionName: text(path, value, 'functionName'),
    version: text(path, value, 'version'),
    codeSha256: text(path, value, 'codeSha256'),
  };
}

function parseFacts(path: string, value: UnknownObject): ReleaseFacts {
  const cause = RELEASE_CAUSES.find((one) => one === value.cause);
  if (!cause) throw mismatch(`${path}.cause`, `one of ${RELEASE_CAUSES.join(', ')}`, value.cause);
  const servingSince = text(path, value, 'servingSince');
  if (Number.isNaN(Date.parse(servingSince)))
    throw mismatch(`${path}.servingSince`, 'a time in ISO 8601', servingSince);
  return {
    pipelineExecutionId: optional(path, value, 'pipelineExecutionId'),
    commit: parseCommit(`${path}.commit`, value.commit),
    settingsVersion: optional(path, value, 'settingsVersion'),
    codeVersion: optional(path, value, 'codeVersion'),
    approvedBy: optional(path, value, 'approvedBy'),
    servingSince,
    cause,
  };
}

function parseCommit(path: string, value: unknown): ReleasedCommit | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value)) throw mismatch(path, 'an object', value);
  return {
    id: text(path, value, 'id'),
    branch: optional(path, value, 'branch'),
    tag: optional(path, value, 'tag'),
  };
}

function textByName(path: string, value: unknown): Record<string, string> {
  if (!isObject(value)) throw mismatch(path, 'an object', value);
  return Object.fromEntries(Object.keys(value).map((name) => [name, text(path, value, name)]));
}

function optional(path: string, object: UnknownObject, member: string): string | undefined {
  return object[member] === undefined ? undefined : text(path, object, member);
}

function text(path: string, object: UnknownObject, member: string): string {
  const value = object[member];
  if (typeof value !== 'string' || value === '') throw mismatch(`${path}.${member}`, 'text', value);
  return value;
}

function mismatch(path: string, rule: string, value: unknown): ConfigurationError {
  return new ConfigurationError(`${path} must be ${rule}, got: ${excerptOf(value)}`);
}
