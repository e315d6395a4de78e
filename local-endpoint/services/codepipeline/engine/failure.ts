import type { ErrorDetails } from '@aws-sdk/client-codepipeline';
import type { S3ServiceException } from '@aws-sdk/client-s3';
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
    (/^(AccessDenied|AccessDeniedException|AuthorizationError|Forbidden)$/.test(error.name) ||
      isDeniedHead(error))
  );
}

/**
 * S3 answers HEAD without a body: of a refusal there is the status alone, and the SDK has no name for it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html
 */
const isDeniedHead = (error: Error & Partial<Answered>): boolean =>
  /^(403|Unknown(Error)?)$/.test(error.name) && error.$metadata?.httpStatusCode === 403;

type Answered = Pick<S3ServiceException, '$metadata'>;
