import type { CallContext } from './operation';

/**
 * Has moto answer, for an operation that only corrects what moto does.
 * @param input of the same operation @default - the caller's
 * @param unobserved whether no observer must run, for an internal correction @default - false
 * @throws AwsError moto's error, with its own code and message
 */
export async function forward<Output>(
  context: CallContext,
  input?: object,
  unobserved?: boolean,
): Promise<Output> {
  if (!context.forward) throw new Error('The operation must be called by an endpoint, which has moto');
  return (await context.forward(input, unobserved)) as Output;
}
