import type { ScenarioOptions } from '../scenario';
import type { Application } from './application';
import type { Settings } from './settings';

/** What the steps of the scenario work with and leave for each other. */
export interface Stage extends ScenarioOptions {
  readonly application: Application;
  /** Settings last uploaded, by pipeline. */
  readonly settings: Map<string, Settings>;
  /** Digest of the pipeline's first image that serves, by pipeline. */
  readonly serving: Map<string, string>;
}
