import { AwsError } from '../../kit/aws-error';
import type { Operation } from '../../kit/operation';

/** Operations that check what they are given in a dry run, too, and answer it themselves. */
const CHECKING = ['RunInstances'];

/** What a dry run that would have succeeded is answered with. */
export const dryRunSucceeded = (): AwsError =>
  new AwsError('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);

/**
 * Makes operations take `DryRun`, which every operation of EC2 has: a call that got here is authorized.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html
 */
export function withDryRun(operations: Readonly<Record<string, Operation>>): Record<string, Operation> {
  return Object.fromEntries(
    Object.entries(operations).map(([name, run]) => [
      name,
      async (input: { DryRun?: boolean }, context) => {
        if (input.DryRun === true && !CHECKING.includes(name)) throw dryRunSucceeded();
        return run(input as never, context);
      },
    ]),
  );
}
