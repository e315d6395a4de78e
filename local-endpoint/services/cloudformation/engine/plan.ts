import { findResourceProvider, type ResourceTypes } from '../resource-types';
import { KNOWN_AFTER_APPLY } from '../template/functions/intrinsic';
import { isSame, type JsonObject } from '../../../kit/resources/json';
import type { TemplateScope } from '../template/scope';
import type { ResourceDeclaration } from '../template/model';
import type { ResourceChange } from './change';
import type { TemplateProblem } from './change-set';
import { declaredResources, dependencies, resolvedProperties } from './declared';
import { compareResource, isReplaced } from './compare';
import { ordered } from './graph';
import { declarationProblems, updateProblems, valueProblems } from './problems';
import type { Stack, StackResource } from './stack';
import type { DesiredStack } from './desired';

/** What a request would change, and what of it cannot be done. */
export interface StackPlan {
  readonly changes: readonly ResourceChange[];
  readonly problems: readonly TemplateProblem[];
  /** Whether outputs, parameters or the stack's tags change, even where no resource does. */
  readonly otherChanges: boolean;
}

/**
 * Compares the stack with its desired state, without changing anything.
 * @param scope conditions and parameters of the desired template
 * @throws AwsError `ValidationError` where the template cannot be evaluated
 */
export async function planStack(
  types: ResourceTypes,
  stack: Stack,
  desired: DesiredStack,
  scope: TemplateScope,
): Promise<StackPlan> {
  const declared = await declaredResources(desired.template, scope);
  const problems: TemplateProblem[] = [];
  const changes = new Map<string, ResourceChange>();
  const replaced = new Set<string>();
  const known = planScope(scope, stack.resources, replaced);
  for (const logicalId of ordered(await dependencies(declared, scope))) {
    const resource = declared.get(logicalId) as ResourceDeclaration;
    const provider = findResourceProvider(types, resource.type);
    problems.push(...declarationProblems(logicalId, resource, types, declared));
    if (provider === undefined) continue;
    const after = await resolvedProperties(resource, provider, known, desired.tags);
    problems.push(...valueProblems(logicalId, resource, provider, after));
    const before = existing(stack, logicalId);
    if (before === undefined) {
      changes.set(logicalId, { action: 'Add', logicalId, type: resource.type, details: [], after });
      continue;
    }
    const change = compareResource(before, resource, after, provider);
    problems.push(...updateProblems(before, resource, change, provider));
    if (change !== undefined) changes.set(logicalId, change);
    if (change !== undefined && isReplaced(change)) replaced.add(logicalId);
  }
  return {
    changes: [...changes.values(), ...removals(stack, declared)],
    problems,
    otherChanges: hasOtherChanges(stack, desired),
  };
}

const existing = (stack: Stack, logicalId: string): StackResource | undefined => {
  const resource = stack.resources.get(logicalId);
  return resource?.physicalId === undefined ? undefined : resource;
};

/** References to resources that do not exist yet, or will be replaced, have no value before the change is made. */
function planScope(
  scope: TemplateScope,
  resources: ReadonlyMap<string, StackResource>,
  replaced: ReadonlySet<string>,
): TemplateScope {
  return {
    ...scope,
    reference: (id) => (replaced.has(id) ? undefined : resources.get(id)?.physicalId) ?? KNOWN_AFTER_APPLY,
    attribute: (id, name) =>
      (replaced.has(id) ? undefined : resources.get(id)?.attributes[name]) ?? KNOWN_AFTER_APPLY,
  };
}

function removals(stack: Stack, declared: ReadonlyMap<string, ResourceDeclaration>): ResourceChange[] {
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

function hasOtherChanges({ deployed }: Stack, desired: DesiredStack): boolean {
  if (deployed === undefined) return true;
  const comparable = ({ template, parameters, tags, notificationArns }: DesiredStack): JsonObject =>
    JSON.parse(
      JSON.stringify([
        template.outputs,
        parameters.map(({ key, value, resolved }) => [key, value, resolved]),
        tags,
        notificationArns,
      ]),
    ) as JsonObject;
  return !isSame(comparable(deployed), comparable(desired));
}
