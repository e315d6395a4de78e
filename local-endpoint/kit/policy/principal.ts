import type { Caller } from '../operation';
import type { Principals, Statement } from './document';
import { matchesWildcard } from './wildcard';

/** What of a caller a resource policy's statement names: the principal itself, its account, or nothing. */
export type PrincipalMatch = 'principal' | 'account' | 'none';

/**
 * Compares the principals of a resource policy's statement with a caller. Naming the account lets the account's own policies decide;
 * naming the role, its session or everyone allows by itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function matchPrincipal(statement: Statement, caller: Caller): PrincipalMatch {
  if (statement.notPrincipals)
    return matchIn(statement.notPrincipals, caller) === 'none' ? 'principal' : 'none';
  return statement.principals ? matchIn(statement.principals, caller) : 'none';
}

function matchIn(principals: Principals, caller: Caller): PrincipalMatch {
  const { AWS = [], Service = [] } = principals;
  if (AWS.includes('*')) return 'principal';
  if (caller.servicePrincipal) return Service.includes(caller.servicePrincipal) ? 'principal' : 'none';
  if (AWS.some((name) => name === caller.arn || name === caller.roleArn)) {
    return caller.roleArn ? 'principal' : 'account';
  }
  return AWS.some((name) => isAccount(name, caller.accountId)) ? 'account' : 'none';
}

const isAccount = (name: string, accountId: string): boolean =>
  name === accountId || matchesWildcard(`arn:aws*:iam::${accountId}:root`, name);
