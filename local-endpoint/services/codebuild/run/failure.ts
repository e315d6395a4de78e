import type { StatusType } from '@aws-sdk/client-codebuild';
import type { BuildRecord } from '../model';

/** Fails a phase; code and message become its context. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_PhaseContext.html */
export class PhaseFailure extends Error {
  override readonly name = 'PhaseFailure';

  /**
   * @param statusCode CodeBuild's code, for example `COMMAND_EXECUTION_ERROR`
   * @param message CodeBuild's own message
   */
  constructor(
    readonly statusCode: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Ends a build from outside: StopBuild, or a timeout. */
export class BuildInterruption extends Error {
  override readonly name = 'BuildInterruption';

  /** @param status of the build, and of the phase it is in */
  constructor(
    readonly status: Extract<StatusType, 'STOPPED' | 'TIMED_OUT'>,
    readonly statusCode: string,
    message: string,
  ) {
    super(message);
  }
}

/** Ends a build, unless it has ended. */
export function interruptBuild({ build, interrupted }: BuildRecord, reason: BuildInterruption): void {
  if (!build.buildComplete) interrupted.abort(reason);
}

/** An error of an AWS service as CodeBuild quotes it; the message alone where it is CodeBuild's own. */
export function errorText(error: unknown): string {
  if (error instanceof PhaseFailure) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
