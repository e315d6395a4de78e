import type { AwsIdentity } from '../../../kit/aws';
import type { ServiceContext } from '../../../kit/context';
import { findProvider, type ResourceTypes } from '../resource-types';
import type { ResourceProvider } from '../../../kit/resources/provider';
import type { Scope } from '../template/scope';
import { refusal } from '../template/template';
import type { ResourceDeclaration } from '../template/model';
import { declaredResources, dependencies, withResources } from './declared';
import type { Graph } from './graph';
import { createClients, type Clients } from './resource-context';
import { stackScope } from './scope';
import type { Stack, StackResource } from './stack';
import type { Desired } from './desired';
import type { StackStore } from './store';

/** What one operation on a stack works with. */
export interface Run {
  readonly store: StackStore;
  readonly serviceContext: ServiceContext;
  readonly stack: Stack;
  readonly desired: Desired;
  readonly clients: Clients;
  /** Sees the resources as they come to be. */
  readonly scope: Scope;
  readonly declared: ReadonlyMap<string, ResourceDeclaration>;
  readonly graph: Graph;
  /** Names of the exports used so far. */
  readonly imports: ReadonlySet<string>;
}

/** Prepares to bring a stack to what is desired. */
export async function prepareRun(store: StackStore, stack: Stack, desired: Desired): Promise<Run> {
  const identity = await identityFor(store.context, stack, desired.roleArn);
  const imports = new Set<string>();
  const scope = stackScope(store, stack, desired, identity, imports);
  const declared = await declaredResources(desired.template, scope);
  return {
    store,
    serviceContext: store.context,
    stack,
    desired,
    clients: createClients(identity),
    scope: withResources(scope, stack.resources),
    declared,
    graph: await dependencies(declared, scope),
    imports,
  };
}

/** Who works on a stack: its role's session, or the account itself. */
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

/** The provider of a type; planning has refused types without one. */
export function providerFor(types: ResourceTypes, type: string): ResourceProvider {
  const provider = findProvider(types, type);
  if (provider === undefined) throw refusal(`handle ${type}: it has no provider`);
  return provider;
}

/** The resource as it is before anything is made of it. */
export function blankResource(run: Run, logicalId: string): StackResource {
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
    at: run.serviceContext.clock.now(),
  };
}
