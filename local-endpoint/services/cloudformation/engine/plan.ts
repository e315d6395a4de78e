import { findProvider, type ResourceTypes } from '../resource-types';
import { KNOWN_AFTER_APPLY } from '../template/functions/intrinsic';
import { isSame, type JsonObject } from '../template/json';
import type { Scope } from '../template/scope';
import type { ResourceDeclaration } from '../template/model';
import type { Change } from './change';
import type { Problem } from './change-set';
import { declaredResources, dependencies, resolvedProperties } from './declared';
import { compare, isReplaced } from './compare';
import { ordered } from './graph';
import { declarationProblems, updateProblems, valueProblems } from './problems';
import type { Stack, StackResource } from './stack';
import type { Desired } from './desired';

/** What a request would change, and what of it cannot be done. */
export interface Plan {
  readonly changes: readonly Change[];
  readonly problems: readonly Problem[];
  /** Whether outputs, parameters or the stack's tags change, which needs no resource to change. */
  readonly otherwiseChanged: boolean;
}

/**
 * Compares what the stack is with what it is to be, without changing anything.
 * @param scope conditions and parameters of the desired template
 * @throws AwsError `ValidationError` where the template cannot be evaluated
 */
export async function plan(
  types: ResourceTypes,
  stack: Stack,
  desired: Desired,
  scope: Scope,
): Promise<Plan> {
  const declared = await declaredResources(desired.template, scope);
  const problems: Problem[] = [];
  const changes = new Map<string, Change>();
  const replaced = new Set<string>();
  const known = planScope(scope, stack.resources, replaced);
  for (const logicalId of ordered(await dependencies(declared, scope))) {
    const resource = declared.get(logicalId) as ResourceDeclaration;
    const provider = findProvider(types, resource.type);
    problems.push(...declarationProblems(logicalId, resource, types, declared));
    if (provider === undefined) continue;
    const after = await resolvedProperties(resource, provider, known, desired.tags);
    problems.push(...valueProblems(logicalId, resource, provider, after));
    const before = existing(stack, logicalId);
    if (before === undefined) {
      changes.set(logicalId, { action: 'Add', logicalId, type: resource.type, details: [], after });
      continue;
    }
    const change = compare(before, resource, after, provider);
    problems.push(...updateProblems(before, resource, change, provider));
    if (change !== undefined) changes.set(logicalId, change);
    if (change !== undefined && isReplaced(change)) replaced.add(logicalId);
  }
  return {
    changes: [...changes.values(), ...removals(stack, declared)],
    problems,
    otherwiseChanged: isOtherwiseChanged(stack, desired),
  };
}

const existing = (stack: Stack, logicalId: string): StackResource | undefined => {
  const resource = stack.resources.get(logicalId);
  return resource?.physicalId === undefined ? undefined : resource;
};

/** What is not there yet, or will be replaced, has no value. */
function planScope(
  scope: Scope,
  resources: ReadonlyMap<string, StackResource>,
  replaced: ReadonlySet<string>,
): Scope {
  return {
    ...scope,
    reference: (id) => (replaced.has(id) ? undefined : resources.get(id)?.physicalId) ?? KNOWN_AFTER_APPLY,
    attribute: (id, name) =>
      (replaced.has(id) ? undefined : resources.get(id)?.attributes[name]) ?? KNOWN_AFTER_APPLY,
  };
}

function removals(stack: Stack, declared: ReadonlyMap<string, ResourceDeclaration>): Change[] {
  return [...stack.resources.values()]
    .filter(({ logicalId, physicalId }) => physicalId !== undefined && !declared.has(logicalId))
    .map(({ logicalId, type, physicalId, deletionPolicy, properties }) => ({
      action: 'Remove',
      logicalId,
      type,
      physicalId,
      policyAction: deletionPolicy === 'Delete' ? 'Delete' : 'Retain',
      details: [],
      before: properties,
    }));
}

function isOtherwiseChanged({ deployed }: Stack, desired: Desired): boolean {
  if (deployed === undefined) return true;
  const essence = ({ template, parameters, tags, notificationArns }: Desired): JsonObject =>
    JSON.parse(
      JSON.stringify([
        template.outputs,
        parameters.map(({ key, value, resolved }) => [key, value, resolved]),
        tags,
        notificationArns,
      ]),
    ) as JsonObject;
  return !isSame(essence(deployed), essence(desired));
}
