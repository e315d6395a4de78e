import { setTimeout as pause } from 'node:timers/promises';
import { ExpectedError } from '@pipeline-factory/local-endpoint/expected-error';
import { interruption } from '../commands/interruption';
import { type ReleaseClients, releaseClients } from './clients';
import type { PipelineQuery } from './locate-pipeline';

/** What every command for releases takes. */
export interface ReleaseOptions extends PipelineQuery {
  /** A profile of the user's AWS configuration. @default - `AWS_PROFILE`, else the default profile */
  readonly profile?: string;
  /** Whether the output is JSON. @default false */
  readonly json?: boolean;
}

/** Whose clients are made, and for where. */
export interface ClientLocation {
  /** @default - that of the user's AWS configuration */
  readonly region?: string;
  /** @default - `AWS_PROFILE`, else the default profile */
  readonly profile?: string;
}

/** What a test replaces. */
export interface ReleaseTools {
  /** Makes the clients. @default - of the user's AWS configuration */
  readonly clientsFor: (location: ClientLocation) => ReleaseClients;
  /** Waits so many milliseconds between two questions to AWS. @default - in the machine's time, unless it is interrupted */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** @default - the machine's time */
  readonly now: () => Date;
}

/** What a command works with, where no test replaces it. */
export const withTools = (tools: Partial<ReleaseTools>): ReleaseTools => ({
  clientsFor: releaseClients,
  wait: (milliseconds, signal) => pause(milliseconds, undefined, { signal }).catch(() => undefined),
  now: () => new Date(),
  ...tools,
});

/** Between two questions to AWS. */
const INTERVAL_MILLISECONDS = 3_000;

/**
 * Waits between two questions.
 * @param whenInterrupted what goes on without the command, for the error
 * @throws ExpectedError when the command is interrupted
 */
export function pauseFor({ wait }: Pick<ReleaseTools, 'wait'>, whenInterrupted: string): () => Promise<void> {
  const signal = interruption();
  return async () => {
    await wait(INTERVAL_MILLISECONDS, signal);
    if (signal.aborted) throw new ExpectedError(`interrupted: ${whenInterrupted}`);
  };
}
