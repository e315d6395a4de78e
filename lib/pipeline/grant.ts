import type { CfnResource } from 'aws-cdk-lib';
import { acknowledge } from './acknowledge';

/**
 * What a role may do for one purpose, as one statement of its policy. It may span services, because the actions of one
 * never meet the resources of another; within a service, every action is meant for every resource of the kind it takes.
 */
export interface Grant {
  readonly actions: readonly string[];
  /** ARNs; one with a `*` in it needs {@link because}. */
  readonly resources: readonly string[];
  /** IAM's condition block. @default - no condition */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /** Why a resource cannot be named in full. @default - every resource is */
  readonly because?: string;
}

/** A role's trust in whoever may assume it. */
export interface Trust {
  readonly principal:
    | { readonly Service: string }
    | { readonly AWS: string }
    /** ARN of an identity provider, whose tokens become a session of the role. */
    | { readonly Federated: string };
  /** @default - no condition */
  readonly conditions?: Grant['conditions'];
}

/** The policy document of what a role may do, one statement for each grant. */
export function policyDocument(grants: readonly Grant[]): object {
  return document(
    grants.map(({ actions, resources, conditions }) => ({
      Action: oneOrMany(actions),
      Resource: oneOrMany(resources),
      ...(conditions && { Condition: conditions }),
    })),
  );
}

/** The trust policy of a role. */
export function trustDocument(trusts: readonly Trust[]): object {
  return document(
    trusts.map(({ principal, conditions }) => ({
      Principal: principal,
      Action: 'Federated' in principal ? 'sts:AssumeRoleWithWebIdentity' : 'sts:AssumeRole',
      ...(conditions && { Condition: conditions }),
    })),
  );
}

/**
 * Puts the reason of every wildcard beside the role that has it, where AwsSolutions-IAM5 reads it.
 * @throws Error where a grant has a wildcard and gives no reason
 */
export function explainWildcards(role: CfnResource, grants: readonly Grant[]): void {
  const reasons = grants.flatMap(({ resources, because }) =>
    resources.flatMap((resource) => {
      if (!resource.includes('*')) return [];
      if (!because)
        throw new Error(`a grant on a wildcard must say why, got: ${resource} in ${role.node.path}`);
      const id = `AwsSolutions-IAM5[Resource::${resource.replace(POLICY_VARIABLE, '<$1>')}]`;
      return [{ id, reason: because }];
    }),
  );
  acknowledge(role, reasons);
}

/** A variable of a policy, such as `${aws:userid}`, which AwsSolutions writes in angle brackets. */
const POLICY_VARIABLE = /\$\{(aws:[\w:/-]+)\}/g;

function document(statements: readonly object[]): object {
  return { Version: '2012-10-17', Statement: statements.map((one) => ({ Effect: 'Allow', ...one })) };
}

/** A list as policies write it: without brackets where there is one value. */
export const oneOrMany = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 ? (values[0] as string) : values;
