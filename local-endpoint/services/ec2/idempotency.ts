import { AwsError } from '../../kit/aws-error';
import type { Ec2State } from './store';

/**
 * Answers a call that is repeated with its client token as before, without executing it again.
 * https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
 * @throws AwsError `IdempotentParameterMismatch` where the token was used with other parameters
 */
export async function idempotent<Input extends { ClientToken?: string }, Output extends object>(
  { answers }: Ec2State,
  operation: string,
  input: Input,
  run: () => Promise<Output>,
): Promise<Output> {
  if (!input.ClientToken) return run();
  const key = `${operation} ${input.ClientToken}`;
  const text = JSON.stringify(input);
  const known = answers.get(key);
  if (known && known.input !== text)
    throw new AwsError(
      'IdempotentParameterMismatch',
      `Arguments on this idempotent request are inconsistent with arguments used in previous request(s).`,
    );
  if (known) return (await known.output) as Output;
  const output = run();
  answers.set(key, { input: text, output });
  output.catch(() => answers.delete(key));
  return output;
}
