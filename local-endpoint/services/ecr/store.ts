import type { ServiceContext } from '../../kit/context';
import type { Scan } from './scanning/model';

/** What the operations of this service share. */
export interface EcrStore {
  readonly context: ServiceContext;
  /** When an image was pushed, by the endpoint's clock; moto knows only the machine's. */
  readonly pushedAt: Map<string, Date>;
  /** The latest scan of each image, by its key. */
  readonly scans: Map<string, Scan>;
  /** The put that is under way in each repository, by its key. */
  readonly puts: Map<string, Promise<unknown>>;
  /** Repositories that were given a lifecycle policy, by their key. */
  readonly withPolicy: Map<string, Repository>;
}

/** Where a repository is. */
export interface Repository {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** A repository's key. */
export const repositoryKey = ({ account, region, name }: Repository): string =>
  `${account}|${region}|${name}`;

/** An image's key. */
export const imageKey = (repository: Repository, digest: string): string =>
  `${repositoryKey(repository)}|${digest}`;
