import { AwsError } from '../../kit/aws-error';
import type { CallContext } from '../../kit/operation';

/**
 * Forwards the call to moto.
 * @throws AwsError moto's error; `InternalError` where the operation was not called by the endpoint
 */
export async function forwardTo<Output>(context: CallContext, input?: object): Promise<Output> {
  if (!context.forward)
    throw new AwsError('InternalError', 'The call did not come through the endpoint.', 500);
  return (await context.forward(input)) as Output;
}
