import type { AddNote } from './notes';
import type { Container, TaskDefinition } from './task-definition';

/** A part of a service in a compose file. https://docs.docker.com/reference/compose-file/services/ */
export type ComposePart = Readonly<Record<string, unknown>>;

/** What the conversion of a container needs to know of its task. */
export interface ConversionContext {
  readonly task: TaskDefinition;
  readonly network: Network;
  /** Name of the variable that a secret is read from. */
  readonly secretVariable: (container: Container, secret: string) => string;
  /** The container's field, for example `containerDefinitions[0]`. */
  readonly at: string;
  readonly addNote: AddNote;
}

/** How the containers reach each other and other hosts. */
export interface Network {
  readonly mode: 'awsvpc' | 'bridge' | 'host' | 'none';
  /** The service whose namespaces the containers share. @default - each has its own */
  readonly holder?: string;
}

/** The members that are not undefined. */
export const present = (members: ComposePart): ComposePart =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

/** The list unless it is empty, which in a task definition means the same as none. */
export const filled = <T>(values: readonly T[] | undefined): readonly T[] | undefined =>
  values && values.length > 0 ? values : undefined;

/** Seconds as Compose writes them. */
export const seconds = (count: number | undefined): string | undefined =>
  count === undefined ? undefined : `${count}s`;
