import { type Arn, parseArn } from './arn';
import type { Aws, AwsIdentity } from './aws';
import type { ResourcePolicy } from './permissions';

/**
 * The policy of resources whose service answers it by an operation of its own; one that cannot be read is none.
 * @param read asks the service, as the resource's account
 */
export function policyReader(
  { asService }: Pick<Aws, 'asService'>,
  read: (arn: Arn, identity: AwsIdentity) => Promise<string | undefined>,
): (arn: string, callerAccount: string) => Promise<ResourcePolicy> {
  return async (text, callerAccount) => {
    const arn = parseArn(text);
    const account = arn?.account || callerAccount;
    if (!arn) return { account, mustAllow: false };
    const policy = await read(arn, asService(account, arn.region)).catch(() => undefined);
    return { account, policy, mustAllow: false };
  };
}
