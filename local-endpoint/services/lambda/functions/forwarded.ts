import { AwsError } from '../../../kit/aws-error';
import type { CallContext } from '../../../kit/operation';

/**
 * Has moto answer an operation that is only corrected here.
 * @throws AwsError moto's error
 */
export async function forwarded<Output extends object>(context: CallContext): Promise<Output> {
  if (!context.forward)
    throw new AwsError('ServiceException', 'This operation needs an endpoint to answer it', 500);
  return (await context.forward()) as Output;
}
