import { parseArn } from '../../../kit/arn';
import type { RolePolicies } from '../../../kit/identities';
import type { Statement } from '../../../kit/policy/document';
import { type ConditionKeys, toConditionKeys } from '../../../kit/policy/request';
import { matchesRequest } from '../../../kit/policy/statement';
import type { IdentityProvider } from './identity-provider';
import type { Claims } from './token';

const ACTION = 'sts:AssumeRoleWithWebIdentity';

/** Whether a role's trust policy lets the holder of a token assume the role. */
export function trusts(
  { trust }: RolePolicies,
  roleArn: string,
  provider: IdentityProvider,
  claims: Claims,
  sessionName: string,
): boolean {
  const caller = { accessKeyId: '', accountId: parseArn(roleArn)?.account ?? '', arn: provider.arn };
  const keys = keysOf(provider, claims, sessionName);
  const request = { caller, action: ACTION, resource: roleArn, keys };
  const matching = trust.statements.filter(
    (statement) => trustsProvider(statement, provider) && matchesRequest(statement, request),
  );
  return matching.length > 0 && matching.every(({ effect }) => effect === 'Allow');
}

const trustsProvider = ({ principals }: Statement, { arn }: IdentityProvider): boolean =>
  principals?.Federated?.includes(arn) === true || principals?.AWS?.includes('*') === true;

/**
 * The condition keys that a token's claims become: of every provider audience and subject, of GitHub some more.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
 */
function keysOf({ arn, host }: IdentityProvider, claims: Claims, sessionName: string): ConditionKeys {
  const more = host === GITHUB ? GITHUB_CLAIMS : [];
  return toConditionKeys({
    'aws:FederatedProvider': arn,
    'aws:SecureTransport': 'true',
    'sts:RoleSessionName': sessionName,
    [`${host}:aud`]: claims.audiences,
    [`${host}:sub`]: claims.subject,
    ...Object.fromEntries(more.map((claim) => [`${host}:${claim}`, valueOf(claims.all[claim])])),
  });
}

const valueOf = (claim: unknown): string | undefined =>
  typeof claim === 'string' || typeof claim === 'number' ? String(claim) : undefined;

const GITHUB = 'token.actions.githubusercontent.com';

const GITHUB_CLAIMS = [
  'actor',
  'actor_id',
  'enterprise_id',
  'environment',
  'job_workflow_ref',
  'ref',
  'repository',
  'repository_id',
  'workflow',
];
