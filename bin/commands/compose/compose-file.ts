import { yamlText } from '../yaml-text';
import { dependsOnPart } from './container/depends-on';
import { environmentPart } from './container/environment';
import { healthCheckPart } from './container/health-check';
import { isolationPart } from './container/isolation';
import { limitsPart } from './container/limits';
import { networkPart } from './container/network';
import { processPart } from './container/process';
import { storagePart } from './container/storage';
import { noteUnsupported } from './unsupported';
import { type Note, noteCollector, oneLine } from './notes';
import { readTaskDefinitionJson } from './read-task-definition-json';
import type { ComposePart, ConversionContext } from './conversion';
import type { Container, TaskDefinition } from './task-definition';
import { holderOf, networkOf } from './task/network';
import { secretsOf } from './task/secrets';
import { volumesOf } from './task/volumes';
import { imageText } from './interpolation';

/** A task definition as a compose file. */
export interface ComposeFile {
  /** YAML of the Compose Specification. https://github.com/compose-spec/compose-spec/blob/main/spec.md */
  readonly text: string;
  /** What could not be converted, or not exactly. */
  readonly notes: readonly Note[];
}

/**
 * Turns a task definition into a compose file that runs the same containers on one machine.
 * @param json as `aws ecs register-task-definition --cli-input-json` takes it, or with `<IMAGE1_NAME>` in place of images
 * @throws ComposeError where it is no task definition
 */
export function composeFile(json: string): ComposeFile {
  const { task, given } = readTaskDefinitionJson(json);
  const { notes, addNote } = noteCollector();
  const network = networkOf(task);
  const secrets = secretsOf(task);
  const services = task.containerDefinitions.map((container, index): [string, ComposePart] => {
    const at = `containerDefinitions[${index}]`;
    return [
      container.name,
      service(container, { task, network, at, addNote, secretVariable: secrets.variable }),
    ];
  });
  const volumes = volumesOf(task, addNote);
  noteUnsupported(given, task, addNote);
  const content = {
    ...nameOf(task),
    services: { ...holderOf(task, network), ...Object.fromEntries(services) },
    ...(Object.keys(volumes).length > 0 ? { volumes } : {}),
  };
  const comments = { head: headOf(task, notes).map(oneLine), behind: mapValues(secrets.sources, oneLine) };
  return { text: yamlText(content, comments, 'yaml-1.1'), notes };
}

function service(container: Container, context: ConversionContext): ComposePart {
  const parts = [
    processPart,
    environmentPart,
    networkPart,
    dependsOnPart,
    healthCheckPart,
    storagePart,
    limitsPart,
    isolationPart,
  ];
  return Object.assign(
    { image: imageText(container.image) },
    ...parts.map((part) => part(container, context)),
  ) as ComposePart;
}

/** A project's name is narrower than a family's. https://docs.docker.com/reference/compose-file/version-and-name/#name-top-level-element */
function nameOf({ family = '' }: TaskDefinition): ComposePart {
  const name = family
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
  return name ? { name } : {};
}

function headOf({ family }: TaskDefinition, notes: readonly Note[]): string[] {
  const head = `Written by \`npx pipeline-factory compose\` from the task definition${family ? ` ${family}` : ''}: docker compose up`;
  if (notes.length === 0) return [head];
  return [head, '', 'Not converted, or not exactly:', ...notes.map(({ field, why }) => `- ${field}: ${why}`)];
}

const mapValues = (
  values: Readonly<Record<string, string>>,
  map: (value: string) => string,
): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
