import type { AwsIdentity } from '../../../kit/aws';
import type { ServiceContext } from '../../../kit/context';
import type { StackStore } from '../store';
import type { TemplateScope } from '../template/scope';
import type { ResourceDeclaration } from '../template/model';
import { declaredResources, dependencies, withResources } from './declared';
import type { DependencyGraph } from './graph';
import { createClients, type Clients } from './resource-context';
import { stackScope } from './scope';
import type { Stack, StackResource } from './stack';
import type { DesiredStack } from './desired';

/** One creation or update of a stack. */
export interface StackRun {
  readonly store: StackStore;
  readonly stack: Stack;
  readonly desired: DesiredStack;
  readonly clients: Clients;
  /** Resolves references to the resources made so far. */
  readonly scope: TemplateScope;
  /** By logical id; only those whose condition holds. */
  readonly declared: ReadonlyMap<string, ResourceDeclaration>;
  readonly graph: DependencyGraph;
  /** Names of the exports used so far. */
  readonly imports: ReadonlySet<string>;
}

/** @throws AwsError `ValidationError` where the template's conditions or references cannot be evaluated */
export async function prepareStackRun(
  store: StackStore,
  stack: Stack,
  desired: DesiredStack,
): Promise<StackRun> {
  const identity = await identityFor(store.context, stack, desired.roleArn);
  const imports = new Set<string>();
  const scope = stackScope(store, stack, desired, identity, imports);
  const declared = await declaredResources(desired.template, scope);
  return {
    store,
    stack,
    desired,
    clients: createClients(identity),
    scope: withResources(scope, stack.resources),
    declared,
    graph: await dependencies(declared, scope),
    imports,
  };
}

/** Whose credentials a stack's resources are made with: its role's, or the account's own. */
export async function identityFor(
  context: ServiceContext,
  stack: Stack,
  roleArn: string | undefined,
): Promise<AwsIdentity> {
  const { account, region } = stack;
  return roleArn === undefined
    ? context.aws.asService(account, region)
    : context.aws.asRole(roleArn, region, 'cloudformation.amazonaws.com', stack.id);
}

/** A resource that nothing has been made of yet. */
export function newResource(run: StackRun, logicalId: string): StackResource {
  const declared = run.declared.get(logicalId) as ResourceDeclaration;
  return {
    logicalId,
    type: declared.type,
    properties: {},
    attributes: {},
    dependencies: run.graph.get(logicalId) ?? [],
    deletionPolicy: declared.deletionPolicy,
    updateReplacePolicy: declared.updateReplacePolicy,
    metadata: declared.metadata,
    status: 'CREATE_IN_PROGRESS',
    at: run.store.context.clock.now(),
  };
}
