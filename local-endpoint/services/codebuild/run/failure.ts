import type { StatusType } from '@aws-sdk/client-codebuild';

/** Fails a phase; both are shown as its context. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_PhaseContext.html */
export class PhaseFailure extends Error {
  override readonly name = 'PhaseFailure';

  /**
   * @param statusCode CodeBuild's code, for example `COMMAND_EXECUTION_ERROR`
   * @param message CodeBuild's words
   */
  constructor(
    readonly statusCode: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Ends a build from outside: a stop by hand, or its time is over. */
export class Interruption extends Error {
  override readonly name = 'Interruption';

  /** @param status what becomes of the build and of the phase it is in */
  constructor(
    readonly status: Extract<StatusType, 'STOPPED' | 'TIMED_OUT'>,
    readonly statusCode: string,
    message: string,
  ) {
    super(message);
  }
}

/** An error of an AWS service as CodeBuild quotes it; what are CodeBuild's own words already, as they are. */
export function quoted(error: unknown): string {
  if (error instanceof PhaseFailure) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
