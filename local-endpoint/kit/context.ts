import type { GitServer } from '../git/git-server';
import type { Aws } from './aws';
import type { Clock } from './clock';
import type { EventBus } from './event-bus';
import type { Identities } from './identities';
import type { Lookup } from './lookup';
import type { Pushes } from './pushes';
import type { ResourceProvider } from './resources/provider';

/** What every local service is given; it imports no other service. */
export interface ServiceContext {
  readonly clock: Clock;
  /** How it calls other services: over HTTP, as AWS's do. */
  readonly aws: Aws;
  readonly bus: EventBus;
  /** Who holds which access key, and what roles may do. */
  readonly identities: Identities;
  /** What permission rules read of other services, remembered until it changes. */
  readonly lookup: Lookup;
  /** The git server that people push to. */
  readonly git: GitServer;
  readonly pushes: Pushes;
  /** CloudFormation's resource types of all services, by name. */
  readonly resourceTypes: ReadonlyMap<string, ResourceProvider>;
  /** The one temporary folder of this endpoint; it is removed when the endpoint ends. */
  readonly folder: string;
  /** Aborts when the endpoint ends; every wait and every child process ends with it. */
  readonly closing: AbortSignal;
  /** Shows a line to whoever started the endpoint. */
  log(line: string): void;
}
