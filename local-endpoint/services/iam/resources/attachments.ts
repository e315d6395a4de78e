import type { IAMClient } from '@aws-sdk/client-iam';
import { ignoring } from '../../../kit/resources/errors';

/** The items of only one of two lists. */
export function difference(
  before: readonly string[] = [],
  after: readonly string[] = [],
): { added: string[]; removed: string[] } {
  return {
    added: after.filter((item) => !before.includes(item)),
    removed: before.filter((item) => !after.includes(item)),
  };
}

/** Attaches every policy to every role. */
export async function attach(
  client: IAMClient,
  roles: readonly string[],
  policies: readonly string[],
): Promise<void> {
  const { AttachRolePolicyCommand } = await import('@aws-sdk/client-iam');
  for (const RoleName of roles) {
    for (const PolicyArn of policies) await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  }
}

/** Detaches every policy from every role; one that is not attached is no error. */
export async function detach(
  client: IAMClient,
  roles: readonly string[],
  policies: readonly string[],
): Promise<void> {
  const { DetachRolePolicyCommand } = await import('@aws-sdk/client-iam');
  for (const RoleName of roles) {
    for (const PolicyArn of policies) {
      const detachment = client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
      await ignoring(detachment, 'NoSuchEntityException', 'NoSuchEntity');
    }
  }
}
