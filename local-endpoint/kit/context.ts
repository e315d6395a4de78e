import type { GitServer } from '../git/git-server';
import type { Aws } from './aws';
import type { Clock } from './clock';
import type { EventBus } from './event-bus';
import type { Identities } from './identities';
import type { Lookup } from './lookup';
import type { Processes } from './processes';
import type { Pushes } from './pushes';
import type { ResourceProvider } from './resources/provider';

/** What every service is created with. */
export interface ServiceContext {
  readonly clock: Clock;
  /** Calls other services: over HTTP, as AWS's do. */
  readonly aws: Aws;
  readonly bus: EventBus;
  /** Who holds which access key, and what roles may do. */
  readonly identities: Identities;
  /** What permission rules read from other services; remembered until it changes. */
  readonly lookup: Lookup;
  /** The git server that people push to. */
  readonly git: GitServer;
  readonly pushes: Pushes;
  /** The processes of functions. */
  readonly processes: Processes;
  /** CloudFormation's resource types of all services, by name. */
  readonly resourceTypes: ReadonlyMap<string, ResourceProvider>;
  /** The one temporary folder of this endpoint; it is removed when the endpoint ends. */
  readonly folder: string;
  /** Aborts when the endpoint ends; every wait and every child process ends with it. */
  readonly closing: AbortSignal;
  /** Logs a line for whoever started the endpoint. */
  log(line: string): void;
}
