import { AwsError } from '../../../kit/aws-error';
import type { ResourceProvider } from '../../../kit/resources/provider';
import { plain, type Json, type JsonObject } from '../../../kit/resources/json';
import type { ResourceDeclaration } from '../template/model';
import { getResourceProvider } from '../resource-types';
import { changedProperties, propertyChange } from './compare';
import { createResource } from './create-resource';
import { resolvedProperties } from './declared';
import { failureReason } from './failure';
import { recordEvent, recordResource } from './record';
import { resourceContext } from './resource-context';
import type { StackResource } from './stack';
import { newResource, type StackRun } from './stack-run';

/** What was done to a resource in this update, for its rollback and for the clean-up. */
export interface UpdateStep {
  readonly kind: 'created' | 'updated' | 'replaced';
  /** Absent for what was created. */
  readonly before?: StackResource;
  /** As it is now; after a failure with what was made until then. */
  readonly after: StackResource;
}

/**
 * Brings one resource to what is declared: creates, changes, replaces or leaves it.
 * @param journal receives what was done, failures included
 * @returns whether it succeeded
 */
export async function updateResource(
  run: StackRun,
  logicalId: string,
  journal: UpdateStep[],
): Promise<boolean> {
  const { store, stack } = run;
  const before = stack.resources.get(logicalId);
  if (before?.physicalId === undefined) {
    const succeeded = await createResource(run, logicalId);
    journal.push({ kind: 'created', after: stack.resources.get(logicalId) as StackResource });
    return succeeded;
  }
  try {
    const provider = getResourceProvider(store.context.resourceTypes, before.type);
    const declared = run.declared.get(logicalId) as ResourceDeclaration;
    const properties = await resolvedProperties(declared, provider, run.scope, run.desired.tags);
    const changed = changedProperties(before.properties, properties);
    if (changed.length === 0) return updateAttributes(run, before, journal);
    const replace = changed.some((name) => propertyChange(provider, name) === 'replace');
    return await (replace ? replaceWith : updateWith)(run, before, properties, provider, journal);
  } catch (error) {
    recordResource(store, stack, before, 'UPDATE_FAILED', failureReason(error));
    return false;
  }
}

/** Policies, metadata and dependencies change without the provider. */
function updateAttributes(run: StackRun, before: StackResource, journal: UpdateStep[]): boolean {
  const { dependencies, deletionPolicy, updateReplacePolicy, metadata } = newResource(run, before.logicalId);
  const after = { ...before, dependencies, deletionPolicy, updateReplacePolicy, metadata };
  run.stack.resources.set(before.logicalId, after);
  journal.push({ kind: 'updated', before, after });
  return true;
}

async function updateWith(
  run: StackRun,
  before: StackResource,
  properties: JsonObject,
  provider: ResourceProvider,
  journal: UpdateStep[],
): Promise<boolean> {
  const { store, stack } = run;
  const declared = newResource(run, before.logicalId);
  const physicalId = before.physicalId as string;
  recordResource(store, stack, before, 'UPDATE_IN_PROGRESS');
  const attempted: StackResource = { ...declared, physicalId, properties, attributes: before.attributes };
  if (provider.update === undefined) throw cannotUpdate(before);
  try {
    const context = resourceContext(store, stack, run.clients, before);
    const made = await provider.update({ ...before, physicalId }, properties, context);
    const kind = made.physicalId === physicalId ? 'updated' : 'replaced';
    const attributes = made.attributes ?? before.attributes;
    const after = recordResource(
      store,
      stack,
      { ...attempted, physicalId: made.physicalId, attributes },
      'UPDATE_COMPLETE',
    );
    journal.push({ kind, before, after });
    return true;
  } catch (error) {
    journal.push({ kind: 'updated', before, after: attempted });
    throw error;
  }
}

const REPLACING = 'Requested update requires the creation of a new physical resource; hence creating one.';

async function replaceWith(
  run: StackRun,
  before: StackResource,
  properties: JsonObject,
  provider: ResourceProvider,
  journal: UpdateStep[],
): Promise<boolean> {
  const { store, stack } = run;
  refuseSameName(before, properties, provider);
  recordResource(store, stack, before, 'UPDATE_IN_PROGRESS', REPLACING);
  let after: StackResource = { ...newResource(run, before.logicalId), properties };
  const initiated = (physicalId: string): void => {
    if (after.physicalId === physicalId) return;
    after = { ...after, physicalId };
    recordEvent(store, stack, after, 'UPDATE_IN_PROGRESS', 'Resource creation Initiated');
  };
  try {
    const made = await provider.create(
      properties,
      resourceContext(store, stack, run.clients, before, initiated),
    );
    initiated(made.physicalId);
    after = recordResource(store, stack, { ...after, attributes: made.attributes ?? {} }, 'UPDATE_COMPLETE');
    return true;
  } finally {
    if (after.physicalId !== undefined) journal.push({ kind: 'replaced', before, after });
  }
}

function refuseSameName(before: StackResource, properties: JsonObject, provider: ResourceProvider): void {
  const name: Json | undefined = provider.name === undefined ? undefined : properties[provider.name];
  if (name === undefined || name !== before.properties[provider.name ?? '']) return;
  throw new AwsError(
    'ValidationError',
    `CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename ${plain(name)} and update the stack again.`,
  );
}

const cannotUpdate = ({ logicalId, type }: StackResource): AwsError =>
  new AwsError('ValidationError', `The local CloudFormation cannot update ${logicalId} (${type})`);
