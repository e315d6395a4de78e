import type { Caller } from '../../kit/operation';
import type { Principals, Statement } from './document';
import { matchesWildcard } from './wildcard';

/** How a resource policy's statement speaks of a caller: by itself, by its account, or not at all. */
export type Mention = 'direct' | 'account' | 'none';

/**
 * Whether a resource policy's statement is about a caller. Naming the account lets the account's own policies decide;
 * naming the role, its session or everyone gives the right itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function mentionOf(statement: Statement, caller: Caller): Mention {
  if (statement.notPrincipals)
    return mentionIn(statement.notPrincipals, caller) === 'none' ? 'direct' : 'none';
  return statement.principals ? mentionIn(statement.principals, caller) : 'none';
}

function mentionIn(principals: Principals, caller: Caller): Mention {
  const { AWS = [], Service = [] } = principals;
  if (AWS.includes('*')) return 'direct';
  if (caller.servicePrincipal) return Service.includes(caller.servicePrincipal) ? 'direct' : 'none';
  if (AWS.some((name) => name === caller.arn || name === caller.roleArn)) {
    return caller.roleArn ? 'direct' : 'account';
  }
  return AWS.some((name) => isAccount(name, caller.accountId)) ? 'account' : 'none';
}

const isAccount = (name: string, accountId: string): boolean =>
  name === accountId || matchesWildcard(`arn:aws*:iam::${accountId}:root`, name);
