import type { Connection, OwnedService, Pipeline, Severity } from './model';
import { PLACEHOLDER } from './schema-parts';

/** What is known of a pipeline beside its recipe. */
export type Identity = Pick<Pipeline, 'prefix' | 'name' | 'environment' | 'approval'>;

/** Everything that a recipe is turned into a pipeline with. */
export interface Surroundings {
  readonly identity: Identity;
  /** Those of the file, by name. */
  readonly connections: ReadonlyMap<string, Connection>;
}

/** Puts the environment's name in the place of `{environment}`. */
export function filler({ environment }: Identity): (value: string) => string {
  return (value) => value.replaceAll(PLACEHOLDER, environment.name);
}

/** The spec writes severities in lower case, ECR in upper case. */
export function severity(scan: string | undefined): Severity | undefined {
  return scan?.toUpperCase() as Severity | undefined;
}

/** The container whose image `build: docker` builds: the one of the load balancer's traffic. */
export function defaultContainer(service: OwnedService | { readonly owned: false }): string {
  return service.owned ? service.container : 'app';
}
