import { GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { DeployedApp } from './deployed-app';

interface Policy {
  readonly Statement: readonly { readonly Action: string | readonly string[] }[];
}

/**
 * Removes one action from the policy of a role that the app deployed.
 * @returns restores the policy
 */
export async function removeGrant(
  { clients: { iam } }: DeployedApp,
  RoleName: string,
  action: string,
): Promise<() => Promise<void>> {
  const name = { RoleName, PolicyName: 'work' };
  const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(name));
  const policy = JSON.parse(decodeURIComponent(PolicyDocument)) as Policy;
  const put = async (document: Policy) => {
    await iam.send(new PutRolePolicyCommand({ ...name, PolicyDocument: JSON.stringify(document) }));
  };
  await put(without(policy, action));
  return () => put(policy);
}

/** The policy without the action, and without statements that have no other. */
function without({ Statement, ...rest }: Policy, action: string): Policy {
  const left = Statement.map((statement) => ({
    ...statement,
    Action: [statement.Action].flat().filter((one) => one !== action),
  }));
  return { ...rest, Statement: left.filter(({ Action }) => Action.length > 0) };
}
