import { AwsError } from '../../../kit/aws-error';

/** An error that an SDK client threw, as the AWS error it stands for, so that a caller hears the first cause. */
export function asAwsError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AwsError || !('$metadata' in error)) return error;
  const metadata = error.$metadata as { readonly httpStatusCode?: number };
  return new AwsError(error.name, error.message, metadata.httpStatusCode ?? 400);
}
