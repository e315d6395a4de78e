import type { ErrorDetails } from '@aws-sdk/client-codepipeline';
import { ActionFailure } from '../providers/provider';

/** How an error is shown in the history of the action it failed. */
export function errorDetailsOf(error: unknown): ErrorDetails {
  if (error instanceof ActionFailure) return { code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  if (!isDenied(error)) return { code: 'JobFailed', message };
  return {
    code: 'PermissionError',
    message: `The provided role does not have permissions to perform this action. Underlying error: ${message}`,
  };
}

/** Whether AWS refused a call for want of rights; services name that error differently. */
export function isDenied(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(AccessDenied|AccessDeniedException|AuthorizationError|Forbidden)$/.test(error.name)
  );
}
