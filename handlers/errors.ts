import type { FailureType } from '@aws-sdk/client-codepipeline';

/** An error that fails the action. Its message is shown with the action in the console. */
export class ActionError extends Error {
  /** CodePipeline's type of the failure. */
  readonly type: FailureType = 'JobFailed';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The pipeline or the function is configured wrongly: a retry does not help. */
export class ConfigurationError extends ActionError {
  override readonly type = 'ConfigurationError';
}

/** Something of a release has changed or gone since the pipeline made it, for example an image. */
export class ReleaseError extends ActionError {
  override readonly type = 'RevisionUnavailable';
}

/** What was waited for had not happened at the deadline. */
export class DeadlineError extends ActionError {
  override readonly type = 'SystemUnavailable';
}

/** An error in one line: its message and those of its causes, the nearest first. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const named = error instanceof ActionError ? error.message : `${error.name}: ${error.message}`;
  return error.cause === undefined ? named : `${named}: ${explain(error.cause)}`;
}

/** CodePipeline's type of a failure with this error. */
export function failureType(error: unknown): FailureType {
  if (isAccessDenied(error)) return 'PermissionError';
  if (error instanceof ActionError) return error.type;
  return isTransient(error) ? 'SystemUnavailable' : 'JobFailed';
}

const TRANSIENT_NAMES =
  /Throttl|TooManyRequests|RequestLimitExceeded|Timeout|ServiceUnavailable|InternalFailure/;
const TRANSIENT_CODES = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND'];

/** Whether the same call may succeed a little later. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { $metadata: metadata, code } = error as {
    $metadata?: { readonly httpStatusCode?: number };
    code?: unknown;
  };
  const status = metadata?.httpStatusCode ?? 0;
  if (status >= 500 || status === 429 || TRANSIENT_NAMES.test(error.name)) return true;
  return TRANSIENT_CODES.includes(String(code)) || isTransient(error.cause);
}

function isAccessDenied(error: unknown): boolean {
  return error instanceof Error && (/AccessDenied/.test(error.name) || isAccessDenied(error.cause));
}
