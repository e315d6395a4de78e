import { parse } from 'yaml';
import { composeFile } from '../../../bin/commands/compose/compose-file';

/** A compose file, read as YAML 1.1. */
interface Compose {
  readonly name?: string;
  readonly services: Record<string, Record<string, unknown>>;
  readonly volumes?: Record<string, unknown>;
}

/** A container with no more than it needs. */
export const container = (more: object = {}, name = 'app') => ({ name, image: 'web:1', ...more });

/** What the command makes of a task definition. */
export const fileOf = (task: object) => composeFile(JSON.stringify(task));
/** The same, parsed. */
export const composed = (task: object) => parse(fileOf(task).text, { version: '1.1' }) as Compose;

/** The service of the only container, in bridge mode, where no other service is needed. */
export const composedService = (more: object, task: object = {}) =>
  composed({ networkMode: 'bridge', ...task, containerDefinitions: [container(more)] }).services.app;

/** Its notes, each as `field: why`. */
export const notesOf = (task: object) => fileOf(task).notes.map(({ field, why }) => `${field}: ${why}`);

/** The notes on a single container. */
export const notes = (more: object) =>
  notesOf({ networkMode: 'bridge', containerDefinitions: [container(more)] });
