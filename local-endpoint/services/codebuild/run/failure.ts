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

/** Ends a build from outside: StopBuild, a timeout, or the death of its container. */
export class BuildInterruption extends Error {
  override readonly name = 'BuildInterruption';

  /** @param status of the build, and of the phase it is in */
  constructor(
    readonly status: Extract<StatusType, 'STOPPED' | 'TIMED_OUT' | 'FAULT'>,
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

/**
 * The end of a build whose container is dead, in CodeBuild's words. AWS documents no status for it: FAULT is that of what is
 * no failure of the build's commands. https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html
 */
export const containerDead = (): BuildInterruption =>
  new BuildInterruption(
    'FAULT',
    'SINGLE_BUILD_CONTAINER_DEAD',
    'Build container found dead before completing the build. Build container died because it was out of memory, or the Docker image is not supported.',
  );

/** An error of an AWS service as CodeBuild quotes it; the message alone where it is CodeBuild's own. */
export function errorText(error: unknown): string {
  if (error instanceof PhaseFailure) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
