import type { VirtualClock } from '@pipeline-factory/local-endpoint';
import type { Expectations } from './report/expectations';
import type { Report } from './report/report';
import type { Terminal } from './report/terminal';

/** What every scenario runs with. */
export interface RehearsalContext {
  readonly clock: VirtualClock;
  /** Aborts when the rehearsal is interrupted. */
  readonly closing: AbortSignal;
  readonly report: Report;
  readonly terminal: Terminal;
  readonly expect: Expectations;
  /** Where teams keep their applications, each in a folder named like its repository. */
  readonly applicationsFolder: string;
  /** URL of the local endpoint, where git repositories are pushed to as well. */
  readonly endpoint: string;
  /** For files that a scenario writes; it is deleted when the endpoint closes. */
  readonly folder: string;
  /** Takes grants away while steps are played. @default - none is taken */
  readonly trial?: { stepEnded(missed: readonly string[]): void };
}
