import type { Operation } from '../../../kit/operation';
import type { RoleReader } from '../../../authorization/reader';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export function getCallerIdentity(reader: RoleReader): Operation {
  return async (_input, { caller }) => {
    const role = caller.roleArn ? await reader.role(caller.roleArn) : undefined;
    const session = caller.arn.split('/').at(-1) ?? '';
    return {
      UserId: role ? `${role.roleId}:${session}` : caller.accountId,
      Account: caller.accountId,
      Arn: caller.arn,
    };
  };
}
