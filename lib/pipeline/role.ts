import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { explainWildcards, type Grant, policyDocument, type Trust, trustDocument } from './grant';

export interface InlineRoleProps {
  readonly roleName: string;
  readonly trusts: readonly Trust[];
  readonly grants: readonly Grant[];
}

/**
 * A role whose only policy is written into it: one resource, which appears and goes with its rights complete.
 * At most 10,240 bytes of policy. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function inlineRole(
  scope: Construct,
  id: string,
  { roleName, trusts, grants }: InlineRoleProps,
): CfnRole {
  const role = new CfnRole(scope, id, {
    roleName,
    assumeRolePolicyDocument: trustDocument(trusts),
    policies: [{ policyName: 'work', policyDocument: policyDocument(grants) }],
  });
  explainWildcards(role, grants);
  return role;
}
