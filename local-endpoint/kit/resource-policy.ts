import { type Arn, parseArn } from './arn';
import type { Aws, AwsIdentity } from './aws';
import type { ResourcePolicy } from './permissions';

/**
 * Reads the policies of resources by an operation of their service; a resource whose policy cannot be read has none.
 * @param read calls the service, as the resource's account
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
