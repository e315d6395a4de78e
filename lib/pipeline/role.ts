import { CfnRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { explainWildcards, type Grant, policyDocument, type Trust, trustDocument } from './grant';

export interface InlineRoleProps {
  readonly roleName: string;
  readonly trusts: readonly Trust[];
  readonly grants: readonly Grant[];
  /** ARNs of managed policies that it has beside. @default [] */
  readonly managedPolicies?: readonly string[];
}

/**
 * A role whose policy is written into it, and that has managed ones only where a config asks for them: one resource, which appears and goes with its rights complete.
 * At most 10,240 bytes of policy. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function inlineRole(
  scope: Construct,
  id: string,
  { roleName, trusts, grants, managedPolicies = [] }: InlineRoleProps,
): CfnRole {
  const role = new CfnRole(scope, id, {
    roleName,
    assumeRolePolicyDocument: trustDocument(trusts),
    policies: [{ policyName: 'work', policyDocument: policyDocument(grants) }],
    managedPolicyArns: managedPolicies.length > 0 ? [...managedPolicies] : undefined,
  });
  explainWildcards(role, grants);
  acknowledge(
    role,
    managedPolicies
      .filter((policy) => policy.includes(':iam::aws:'))
      .map((policy) => ({
        id: `AwsSolutions-IAM4[Policy::${policy}]`,
        reason: 'The config names this policy of AWS',
      })),
  );
  return role;
}
