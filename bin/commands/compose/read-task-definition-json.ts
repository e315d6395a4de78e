import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser';
import type { z } from 'zod';
import { ComposeError } from './compose-error';
import { fieldOf } from './unsupported';
import { type TaskDefinition, taskDefinitionSchema } from './task-definition';

/**
 * Reads a task definition, and returns it also as it was given, with its unknown fields.
 * @param text JSON
 * @throws ComposeError with every mistake, a line each: of the JSON with line and column, else field, rule and value
 */
export function readTaskDefinitionJson(text: string): { task: TaskDefinition; given: unknown } {
  const given = json(text.replace(/^\uFEFF/, ''));
  const result = taskDefinitionSchema.safeParse(given);
  if (!result.success)
    throw new ComposeError(result.error.issues.map((issue) => mistake(issue, given)).join('\n'));
  checkNames(result.data);
  return { task: result.data, given };
}

function json(text: string): unknown {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { disallowComments: true, allowEmptyContent: false });
  const [first] = errors;
  if (!first) return value;
  const before = text.slice(0, first.offset).split('\n');
  const position = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  const what = printParseErrorCode(first.error)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  throw new ComposeError(`${position}: is not JSON: ${what}`);
}

function mistake({ path, message }: z.core.$ZodIssue, value: unknown): string {
  const found = path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown>)[key], value);
  const field = fieldOf(path);
  const rule = found === undefined ? 'is required' : `${message}  got: ${JSON.stringify(found)}`;
  return `${field || 'the task definition'}: ${rule}`;
}

/** ECS's rules for names that refer to other containers and volumes, where breaking one would break the compose file. */
function checkNames({ containerDefinitions, volumes = [] }: TaskDefinition): void {
  const names = containerDefinitions.map(({ name }) => name);
  const volumeNames = volumes.map(({ name }) => name);
  containerDefinitions.forEach((container, index) => {
    const at = `containerDefinitions[${index}]`;
    if (names.indexOf(container.name) < index)
      fail(`${at}.name`, 'must be different from the others', container.name);
    container.dependsOn?.forEach(({ containerName }, other) =>
      oneOf(`${at}.dependsOn[${other}].containerName`, 'container', containerName, names),
    );
    container.volumesFrom?.forEach(({ sourceContainer }, other) =>
      oneOf(`${at}.volumesFrom[${other}].sourceContainer`, 'container', sourceContainer, names),
    );
    container.mountPoints?.forEach(({ sourceVolume }, other) =>
      oneOf(`${at}.mountPoints[${other}].sourceVolume`, 'volume', sourceVolume, volumeNames),
    );
  });
}

function oneOf(field: string, what: string, got: string, known: readonly string[]): void {
  if (!known.includes(got)) fail(field, `must name a ${what} (${known.join(', ') || 'there is none'})`, got);
}

function fail(field: string, rule: string, got: string): never {
  throw new ComposeError(`${field}: ${rule}  got: ${JSON.stringify(got)}`);
}
