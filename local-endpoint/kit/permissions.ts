import type { ApiCall } from './call';
import type { Lookup } from './lookup';

/** One IAM action that a call needs, on one or more resources, all of them. */
export interface RequiredPermission {
  readonly action: string;
  /** ARNs, or `*` alone where the action takes none. */
  readonly resources: readonly string[];
  /** Condition keys of this action beside those of every call. */
  readonly keys?: ConditionValues;
}

/** Values of condition keys; one without a value is not part of the request. */
export type ConditionValues = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The policy that belongs to a resource itself, and the account that the resource belongs to. */
export interface ResourcePolicy {
  /** Twelve digits. */
  readonly account: string;
  /** JSON. @default - the resource has none */
  readonly policy?: string;
  /** Whether nothing is allowed that this policy does not allow, as with a KMS key. */
  readonly mustAllow: boolean;
}

/** What a call needs. */
export type PermissionRule = (
  call: ApiCall,
  lookup: Lookup,
) => readonly RequiredPermission[] | Promise<readonly RequiredPermission[]>;

/** The rules of a service by operation. */
export type PermissionRules = Readonly<Record<string, PermissionRule>>;

/** An operation's input. */
export type Input = ApiCall['input'];

/** The ARNs that an operation is about. */
export type ResourceArns = (
  input: Input,
  call: ApiCall,
  lookup: Lookup,
) => string | readonly string[] | Promise<string>;

/** For actions without resource-level permissions. */
export const anyResource: ResourceArns = () => '*';

/** The same resources for several operations, each under the action of its own name. */
export function onResources(resources: ResourceArns, operations: string): PermissionRules {
  return Object.fromEntries(operations.split(/\s+/).map((name) => [name, requires(resources)]));
}

/** @param action without the service @default - the operation's name */
export function requires(resources: ResourceArns, action?: string): PermissionRule {
  return async (call, lookup) => [
    {
      action: `${call.service}:${action ?? call.operation}`,
      resources: [await resources(call.input, call, lookup)].flat(),
    },
  ];
}

/** What several rules need together. */
export const allOf =
  (...rules: readonly PermissionRule[]): PermissionRule =>
  async (call, lookup) =>
    (await Promise.all(rules.map(async (rule) => rule(call, lookup)))).flat();

/**
 * Giving roles to a service needs `iam:PassRole` on each.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const passRole =
  (service: string, roles: (input: Input) => readonly unknown[]): PermissionRule =>
  ({ input }) => {
    const resources = [
      ...new Set(roles(input).filter((role) => typeof role === 'string' && role !== '')),
    ] as string[];
    return resources.length === 0
      ? []
      : [{ action: 'iam:PassRole', resources, keys: { 'iam:PassedToService': service } }];
  };

/** An ARN in the caller's account and region. */
export const arn = ({ service, context }: ApiCall, rest: string): string =>
  `arn:aws:${service}:${context.region}:${context.caller.accountId}:${rest}`;

/** A member that is a string, else empty. */
export function textOf(input: unknown, ...path: readonly string[]): string {
  let value = input;
  for (const name of path) value = (value as Record<string, unknown> | undefined | null)?.[name];
  return typeof value === 'string' ? value : '';
}

/** A member that is a list of strings, else empty. */
export function textsOf(input: Input, name: string): string[] {
  const value = input[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A name as the last part of an ARN that was given in its place. */
export const nameOf = (nameOrArn: string): string => nameOrArn.split('/').at(-1) ?? nameOrArn;
