import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { ReplayAccount } from './account';

/**
 * Makes a role that may do everything: permissions are not what is replayed, the rehearsal enforces those that are deployed.
 * @returns its ARN
 */
export async function makeRole(
  { config }: ReplayAccount,
  RoleName: string,
  Principal: object,
): Promise<string> {
  const iam = new IAMClient(config);
  const document = (statement: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const AssumeRolePolicyDocument = document({ Principal, Action: 'sts:AssumeRole' });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const PolicyDocument = document({ Action: '*', Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument }));
  return Role?.Arn ?? '';
}
