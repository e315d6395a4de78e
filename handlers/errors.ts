import type { FailureType } from '@aws-sdk/client-codepipeline';

/** What an action function gives up with. Its message is for the person who looks at the pipeline. */
export class ActionError extends Error {
  /** How CodePipeline files the failure. */
  readonly type: FailureType = 'JobFailed';

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** What the pipeline or the function was configured with cannot work: trying again will not help. */
export class ConfigurationError extends ActionError {
  override readonly type = 'ConfigurationError';
}

/** A release is not as the pipeline left it, for example an image that is gone. */
export class ReleaseError extends ActionError {
  override readonly type = 'RevisionUnavailable';
}

/** What was waited for did not come in time. */
export class DeadlineError extends ActionError {
  override readonly type = 'SystemUnavailable';
}

/** An error in one line: its message and those of its causes, the nearest first. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const named = error instanceof ActionError ? error.message : `${error.name}: ${error.message}`;
  return error.cause === undefined ? named : `${named}: ${explain(error.cause)}`;
}

/** How CodePipeline files any error. */
export function failureType(error: unknown): FailureType {
  if (isAccessDenied(error)) return 'PermissionError';
  if (error instanceof ActionError) return error.type;
  return isTransient(error) ? 'SystemUnavailable' : 'JobFailed';
}

const TRANSIENT_NAMES =
  /Throttl|TooManyRequests|RequestLimitExceeded|Timeout|ServiceUnavailable|InternalFailure/;
const TRANSIENT_CODES = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENOTFOUND'];

/** Whether the same call may well succeed a little later. */
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
