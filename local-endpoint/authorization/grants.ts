import type { RoleReader } from '../kit/identities';
import type { AllowingStatement } from '../kit/policy/decide';
import { matchesWildcard } from '../kit/policy/wildcard';

/** A statement of a role's policies that calls needed. */
export interface UsedGrant {
  readonly roleArn: string;
  /** The policy's name or ARN. */
  readonly policy: string;
  /** The statement's `Sid`, or its index in the policy. */
  readonly statement: string;
  /** The actions it allowed so far, sorted. */
  readonly actions: readonly string[];
}

/** A statement of a role's policies that no call needed, or some of its actions. */
export interface UnusedGrant {
  readonly roleArn: string;
  readonly policy: string;
  readonly statement: string;
  /** The `Action` patterns of the statement that no granted call needed; all of them where `whole`. */
  readonly actions: readonly string[];
  /** Whether the statement as a whole was never needed. */
  readonly whole: boolean;
}

/** Remembers which statement allowed what. */
export interface GrantLog {
  record(roleArn: string, action: string, grants: readonly AllowingStatement[]): void;
  used(): UsedGrant[];
  /** Allow statements of these roles, as they are now. A role that is gone has none. */
  unused(roleArns: readonly string[]): Promise<UnusedGrant[]>;
}

/** Empty at first. */
export function createGrantLog(reader: RoleReader): GrantLog {
  const log = new Map<string, { grant: Omit<UsedGrant, 'actions'>; actions: Set<string> }>();
  const keyOf = (roleArn: string, policy: string, statement: string): string =>
    [roleArn, policy, statement].join('\n');
  return {
    record(roleArn, action, grants) {
      for (const { policy, statement } of grants) {
        const key = keyOf(roleArn, policy, statement);
        const entry = log.get(key) ?? { grant: { roleArn, policy, statement }, actions: new Set() };
        entry.actions.add(action);
        log.set(key, entry);
      }
    },
    used: () => [...log.values()].map(({ grant, actions }) => ({ ...grant, actions: [...actions].sort() })),
    async unused(roleArns) {
      const unused: UnusedGrant[] = [];
      for (const roleArn of roleArns) {
        for (const { name, statements } of (await reader.role(roleArn))?.identity ?? []) {
          for (const { id, effect, actions } of statements) {
            const used = [...(log.get(keyOf(roleArn, name, id))?.actions ?? [])];
            const needless = actions.filter((pattern) => !used.some((action) => allows(pattern, action)));
            const whole = used.length === 0;
            if (effect === 'Allow' && (whole || needless.length > 0)) {
              unused.push({ roleArn, policy: name, statement: id, actions: needless, whole });
            }
          }
        }
      }
      return unused;
    },
  };
}

const allows = (pattern: string, action: string): boolean =>
  matchesWildcard(pattern.toLowerCase(), action.toLowerCase());
