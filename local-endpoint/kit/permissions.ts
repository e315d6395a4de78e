import type { ApiCall } from '../endpoint/call';
import type { Look } from '../authorization/look';

/** One IAM action that a call needs, on one or more resources, all of them. */
export interface Access {
  readonly action: string;
  /** ARNs, or `*` alone where the action takes none. */
  readonly resources: readonly string[];
  /** Condition keys of this action beside those of every call. */
  readonly keys?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What a call needs. */
export type Rule = (call: ApiCall, look: Look) => readonly Access[] | Promise<readonly Access[]>;

/** The rules of a service by operation. */
export type Rules = Readonly<Record<string, Rule>>;

/** An operation's input. */
export type Input = ApiCall['input'];

/** The ARNs that an operation is about. */
export type Resources = (
  input: Input,
  call: ApiCall,
  look: Look,
) => string | readonly string[] | Promise<string>;

/** For actions without resource-level permissions. */
export const anything: Resources = () => '*';

/** The same resources for several operations, each under the action of its own name. */
export function on(resources: Resources, operations: string): Rules {
  return Object.fromEntries(operations.split(/\s+/).map((name) => [name, needs(resources)]));
}

/** @param action without the service @default - the operation's name */
export function needs(resources: Resources, action?: string): Rule {
  return async (call, look) => [
    {
      action: `${call.service}:${action ?? call.operation}`,
      resources: [await resources(call.input, call, look)].flat(),
    },
  ];
}

/** What several rules need together. */
export const together =
  (...rules: readonly Rule[]): Rule =>
  async (call, look) =>
    (await Promise.all(rules.map(async (rule) => rule(call, look)))).flat();

/**
 * Giving roles to a service needs `iam:PassRole` on each.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const passRole =
  (service: string, roles: (input: Input) => readonly unknown[]): Rule =>
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
export function text(input: unknown, ...path: readonly string[]): string {
  let value = input;
  for (const name of path) value = (value as Record<string, unknown> | undefined | null)?.[name];
  return typeof value === 'string' ? value : '';
}

/** A member that is a list of strings, else empty. */
export function texts(input: Input, name: string): string[] {
  const value = input[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** A name as the last part of an ARN that was given in its place. */
export const nameOf = (nameOrArn: string): string => nameOrArn.split('/').at(-1) ?? nameOrArn;
