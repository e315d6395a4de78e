import type { Factory } from './factory';

interface Policy {
  readonly Statement: readonly { readonly Action: string | readonly string[] }[];
}

/**
 * Takes one action from what a role of the factory may do.
 * @returns gives it back
 */
export async function takeAway(
  factory: Factory,
  roleName: string,
  action: string,
): Promise<() => Promise<void>> {
  const role = ['--role-name', roleName, '--policy-name', 'work'];
  const { PolicyDocument: policy } = await factory.aws<{ PolicyDocument: Policy }>(
    ...['iam', 'get-role-policy', ...role],
  );
  const put = async (document: Policy) => {
    const file = await factory.file('policy.json', JSON.stringify(document));
    await factory.aws('iam', 'put-role-policy', ...role, '--policy-document', `file://${file}`);
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
