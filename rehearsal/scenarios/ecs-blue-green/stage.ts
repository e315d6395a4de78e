import type { PacedClock } from '../../clock';
import type { Expectations } from '../expectations';
import type { Terminal } from '../terminal';
import type { Application } from './application';
import type { Settings } from './settings';

/** What the steps of the scenario work with and leave for each other. */
export interface Stage {
  readonly application: Application;
  readonly clock: PacedClock;
  /** Aborts when the rehearsal is ended before its time. */
  readonly closing: AbortSignal;
  /** The clock's usual speed. */
  readonly speed: number;
  readonly terminal: Terminal;
  readonly expect: Expectations;
  /** Settings last uploaded, by pipeline. */
  readonly settings: Map<string, Settings>;
  /** Digest of the pipeline's first image that serves, by pipeline. */
  readonly serving: Map<string, string>;
  /** Where a team keeps appspec.yaml and taskdef.json. */
  readonly settingsFolder: string;
}
