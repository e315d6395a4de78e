import { dependsOnPart } from './container/depends-on';
import { environmentPart } from './container/environment';
import { healthCheckPart } from './container/health-check';
import { isolationPart } from './container/isolation';
import { limitsPart } from './container/limits';
import { networkPart } from './container/network';
import { processPart } from './container/process';
import { storagePart } from './container/storage';
import { sayLeftOut } from './left-out';
import { type Note, notebook } from './notes';
import { readTaskDefinition } from './read';
import type { Part, Setting } from './setting';
import type { Container, TaskDefinition } from './task-definition';
import { holderOf, networkOf } from './task/network';
import { secretsOf } from './task/secrets';
import { volumesOf } from './task/volumes';
import { imageText } from './text';
import { yamlText } from './yaml-text';

/** A task definition as a compose file. */
export interface ComposeFile {
  /** YAML of the Compose Specification. https://github.com/compose-spec/compose-spec/blob/main/spec.md */
  readonly text: string;
  /** What it could not carry over, in the order of finding it. */
  readonly notes: readonly Note[];
}

/**
 * Turns a task definition into a compose file that runs the same containers on one machine.
 * @param json as `aws ecs register-task-definition --cli-input-json` takes it, or with `<IMAGE1_NAME>` in place of images
 * @throws ComposeError where it is no task definition
 */
export function composeFile(json: string): ComposeFile {
  const { task, given } = readTaskDefinition(json);
  const { notes, say } = notebook();
  const network = networkOf(task);
  const secrets = secretsOf(task);
  const services = task.containerDefinitions.map((container, index): [string, Part] => {
    const at = `containerDefinitions[${index}]`;
    return [container.name, service(container, { task, network, at, say, secretVariable: secrets.variable })];
  });
  const volumes = volumesOf(task, say);
  sayLeftOut(given, task, say);
  const content = {
    ...nameOf(task),
    services: { ...holderOf(task, network), ...Object.fromEntries(services) },
    ...(Object.keys(volumes).length > 0 ? { volumes } : {}),
  };
  return { text: yamlText(content, headOf(task, notes), secrets.origins), notes };
}

function service(container: Container, setting: Setting): Part {
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
    ...parts.map((part) => part(container, setting)),
  ) as Part;
}

/** A project's name is narrower than a family's. https://docs.docker.com/reference/compose-file/version-and-name/#name-top-level-element */
function nameOf({ family = '' }: TaskDefinition): Part {
  const name = family
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '');
  return name ? { name } : {};
}

function headOf({ family }: TaskDefinition, notes: readonly Note[]): string[] {
  const head = `Written by \`npx pipeline-factory compose\` from the task definition${family ? ` ${family}` : ''}: docker compose up`;
  if (notes.length === 0) return [head];
  return [
    head,
    '',
    'Not carried over, or not quite:',
    ...notes.map(({ field, why }) => `- ${field}: ${why}`),
  ];
}
