import type { RehearsalContext } from '../context';
import type { GitClone } from '../git/clone';
import type { CommitsApplication } from './application';

/** What the steps work with and leave for each other. */
export interface CommitsContext extends RehearsalContext {
  readonly application: CommitsApplication;
  readonly clone: GitClone;
  /** Paths of the Dockerfiles whose change starts the pipelines of the branch. */
  readonly dockerfiles: readonly string[];
  /** Image references that serve, by pipeline name. */
  readonly serving: Map<string, readonly string[]>;
}
