import type { Say } from './notes';
import type { Container, TaskDefinition } from './task-definition';

/** A part of a service in a compose file. https://docs.docker.com/reference/compose-file/services/ */
export type Part = Readonly<Record<string, unknown>>;

/** What a container is turned into a service in. */
export interface Setting {
  readonly task: TaskDefinition;
  readonly network: Network;
  /** The variable that a secret is taken from. */
  readonly secretVariable: (container: Container, secret: string) => string;
  /** The container's field, for example `containerDefinitions[0]`. */
  readonly at: string;
  readonly say: Say;
}

/** How the containers reach each other and the world. */
export interface Network {
  readonly mode: 'awsvpc' | 'bridge' | 'host' | 'none';
  /** The service whose namespaces the containers share. @default - each has its own */
  readonly holder?: string;
}

/** The members that are not undefined. */
export const present = (members: Part): Part =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

/** A list that says something; an empty one says no more than none in a task definition. */
export const filled = <T>(values: readonly T[] | undefined): readonly T[] | undefined =>
  values && values.length > 0 ? values : undefined;

/** Seconds as Compose writes them. */
export const seconds = (count: number | undefined): string | undefined =>
  count === undefined ? undefined : `${count}s`;
