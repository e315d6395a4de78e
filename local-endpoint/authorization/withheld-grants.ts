import type { Policy } from '../kit/policy/document';
import { decide, type PolicyDecision, type PolicySet } from '../kit/policy/decide';
import type { PolicyRequest } from '../kit/policy/request';
import { matchesWildcard } from '../kit/policy/wildcard';

/** One of the actions that a statement of a role's policy allows. */
export interface Grant {
  readonly roleArn: string;
  /** The policy's name or ARN. */
  readonly policy: string;
  /** The statement's `Sid`, or its index in the policy. */
  readonly statement: string;
  /** As it is in the policy: an action, or a pattern of actions. */
  readonly pattern: string;
}

/** A call that was refused to a role. */
export interface RefusedCall {
  /** For example `s3:GetObject`. */
  readonly action: string;
  /** ARN, or `*`. */
  readonly resource: string;
}

/** A grant that is taken away, and the call that was refused first for it. */
export interface WithheldGrant extends Grant, RefusedCall {
  /** All that were refused for it alone so far, each once: the first of them, too. */
  readonly refused: readonly RefusedCall[];
  /** What its role was refused meanwhile for another reason, each once. */
  readonly refusedAnyway: readonly RefusedCall[];
}

/** Which grants may be taken away. */
export interface WithholdOptions {
  /** ARNs of their roles. */
  readonly roles: readonly string[];
  /** Whether a grant is left alone. */
  isLeft(grant: Grant): boolean;
}

/**
 * Takes grants away one at a time: each at the first call that it alone allows, until it is given back. Meanwhile all other
 * calls are decided as ever, so that what fails, fails for it alone. What was given back is not taken again.
 */
export interface WithheldGrants {
  /** From now on grants are taken away; begun again, each once more. */
  begin(options: WithholdOptions): void;
  /** What is taken away now. */
  missing(): WithheldGrant | undefined;
  /** Gives back what is missing. */
  giveBack(): void;
  /** IAM's decision on a request of a role, without the grant that is missing. */
  decide(roleArn: string | undefined, request: PolicyRequest, policies: PolicySet): PolicyDecision;
}

/** Takes nothing away until it is begun. */
export function createWithheldGrants(): WithheldGrants {
  let options: WithholdOptions = { roles: [], isLeft: () => true };
  let missing: (WithheldGrant & Record<'refused' | 'refusedAnyway', RefusedCall[]>) | undefined;
  const taken = new Set<string>();
  return {
    begin(given) {
      options = given;
      taken.clear();
    },
    missing: () => missing,
    giveBack: () => void (missing = undefined),
    decide(roleArn, request, policies) {
      const decision = decide(request, policies);
      if (missing) {
        if (missing.roleArn !== roleArn) return decision;
        const decided = decide(request, without(missing, policies));
        if (!decided.allowed) addOnce(decision.allowed ? missing.refused : missing.refusedAnyway, request);
        return decided;
      }
      if (!decision.allowed || !roleArn || !options.roles.includes(roleArn)) return decision;
      for (const grant of grantsFor(roleArn, request, policies)) {
        const key = Object.values(grant).join('\n');
        const refusal = decide(request, without(grant, policies));
        if (refusal.allowed || taken.has(key) || options.isLeft(grant)) continue;
        taken.add(key);
        const { action, resource } = request;
        missing = { ...grant, action, resource, refused: [{ action, resource }], refusedAnyway: [] };
        return refusal;
      }
      return decision;
    },
  };
}

function addOnce(calls: RefusedCall[], { action, resource }: RefusedCall): void {
  if (calls.some((call) => call.action === action && call.resource === resource)) return;
  calls.push({ action, resource });
}

/** The grants of a role whose action is that of the request. */
const grantsFor = (roleArn: string, { action }: PolicyRequest, { identity }: PolicySet): Grant[] =>
  identity.flatMap(({ name, statements }) =>
    statements.flatMap(({ id, effect, actions }) =>
      actions
        .filter(
          (pattern) => effect === 'Allow' && matchesWildcard(pattern.toLowerCase(), action.toLowerCase()),
        )
        .map((pattern) => ({ roleArn, policy: name, statement: id, pattern })),
    ),
  );

const without = ({ policy, statement, pattern }: Grant, policies: PolicySet): PolicySet => ({
  ...policies,
  identity: policies.identity.map((each) =>
    each.name === policy ? withoutAction(each, statement, pattern) : each,
  ),
});

const withoutAction = ({ name, statements }: Policy, statement: string, pattern: string): Policy => ({
  name,
  statements: statements.map((one) =>
    one.id === statement && one.effect === 'Allow'
      ? { ...one, actions: one.actions.filter((action) => action !== pattern) }
      : one,
  ),
});
