import type { ScenarioOptions } from '../scenario';
import type { Application } from './application';
import type { WorkTree } from '../git/work-tree';

/** What the steps of the scenario work with and leave for each other. */
export interface Stage extends ScenarioOptions {
  readonly application: Application;
  readonly workTree: WorkTree;
  /** Its Dockerfiles whose change starts the pipelines of the branch. */
  readonly dockerfiles: readonly string[];
  /** Image references that serve, by pipeline. */
  readonly serving: Map<string, readonly string[]>;
}
