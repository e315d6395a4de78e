import { parseArn } from '../kit/arn';
import type { RunningService } from '../kit/local-service';
import type { ResourcePolicy } from '../kit/permissions';

/** Reads the policy of a resource where its service keeps it. */
export type ReadResourcePolicy = (arn: string, callerAccount: string) => Promise<ResourcePolicy>;

/** A resource whose service keeps no policies has none; where its ARN names no account, it is the caller's. */
export function createResourcePolicyReader(services: readonly RunningService[]): ReadResourcePolicy {
  const readers = new Map(
    services.flatMap(({ service, resourcePolicy }) =>
      resourcePolicy ? [[service.name, resourcePolicy] as const] : [],
    ),
  );
  return async (text, callerAccount) => {
    const arn = parseArn(text);
    const read = readers.get(arn?.service ?? '');
    if (read) return read(text, callerAccount);
    return { account: arn?.account || callerAccount, mustAllow: false };
  };
}
