import { AwsError } from '../../../kit/aws-error';
import type { ResourceProvider } from '../../../kit/resources/provider';
import { plain, type Json, type JsonObject } from '../template/json';
import type { ResourceDeclaration } from '../template/model';
import { changedProperties, meaningOf } from './compare';
import { createResource } from './create-resource';
import { resolvedProperties } from './declared';
import { failureReason } from './failure';
import { noteResource, recordResource } from './record';
import { resourceContext } from './resource-context';
import { blankResource, providerFor, type Run } from './run';
import type { StackResource } from './stack';

/** What has been done to a resource in this update, for its rollback and for the clean-up. */
export interface Step {
  readonly kind: 'created' | 'updated' | 'replaced';
  /** Absent for what was created. */
  readonly before?: StackResource;
  /** As it is now, or as far as a failure let it come. */
  readonly after: StackResource;
}

/**
 * Brings one resource to what is declared: creates, changes, replaces or leaves it.
 * @param journal gets what was done, failures included
 * @returns whether it succeeded
 */
export async function updateResource(run: Run, logicalId: string, journal: Step[]): Promise<boolean> {
  const { serviceContext: context, stack } = run;
  const before = stack.resources.get(logicalId);
  if (before?.physicalId === undefined) {
    const succeeded = await createResource(run, logicalId);
    journal.push({ kind: 'created', after: stack.resources.get(logicalId) as StackResource });
    return succeeded;
  }
  try {
    const provider = providerFor(run.serviceContext.resourceTypes, before.type);
    const declared = run.declared.get(logicalId) as ResourceDeclaration;
    const properties = await resolvedProperties(declared, provider, run.scope, run.desired.tags);
    const changed = changedProperties(before.properties, properties);
    if (changed.length === 0) return adopt(run, before, journal);
    const replace = changed.some((name) => meaningOf(provider, name) === 'replace');
    return await (replace ? replaceWith : updateWith)(run, before, properties, provider, journal);
  } catch (error) {
    recordResource(context, stack, before, 'UPDATE_FAILED', failureReason(error));
    return false;
  }
}

/** Policies, metadata and dependencies change without the provider. */
function adopt(run: Run, before: StackResource, journal: Step[]): boolean {
  const { dependencies, deletionPolicy, updateReplacePolicy, metadata } = blankResource(
    run,
    before.logicalId,
  );
  const after = { ...before, dependencies, deletionPolicy, updateReplacePolicy, metadata };
  run.stack.resources.set(before.logicalId, after);
  journal.push({ kind: 'updated', before, after });
  return true;
}

async function updateWith(
  run: Run,
  before: StackResource,
  properties: JsonObject,
  provider: ResourceProvider,
  journal: Step[],
): Promise<boolean> {
  const { serviceContext: serviceContext, stack } = run;
  const blank = blankResource(run, before.logicalId);
  const physicalId = before.physicalId as string;
  recordResource(serviceContext, stack, before, 'UPDATE_IN_PROGRESS');
  const tried: StackResource = { ...blank, physicalId, properties, attributes: before.attributes };
  if (provider.update === undefined) throw cannotUpdate(before);
  try {
    const context = resourceContext(run.store, stack, run.clients, before);
    const made = await provider.update({ ...before, physicalId }, properties, context);
    const kind = made.physicalId === physicalId ? 'updated' : 'replaced';
    const attributes = made.attributes ?? before.attributes;
    const after = recordResource(
      serviceContext,
      stack,
      { ...tried, physicalId: made.physicalId, attributes },
      'UPDATE_COMPLETE',
    );
    journal.push({ kind, before, after });
    return true;
  } catch (error) {
    journal.push({ kind: 'updated', before, after: tried });
    throw error;
  }
}

const REPLACING = 'Requested update requires the creation of a new physical resource; hence creating one.';

async function replaceWith(
  run: Run,
  before: StackResource,
  properties: JsonObject,
  provider: ResourceProvider,
  journal: Step[],
): Promise<boolean> {
  const { serviceContext: context, stack } = run;
  refuseSameName(before, properties, provider);
  recordResource(context, stack, before, 'UPDATE_IN_PROGRESS', REPLACING);
  let after: StackResource = { ...blankResource(run, before.logicalId), properties };
  const initiated = (physicalId: string): void => {
    if (after.physicalId === physicalId) return;
    after = { ...after, physicalId };
    noteResource(context, stack, after, 'UPDATE_IN_PROGRESS', 'Resource creation Initiated');
  };
  try {
    const made = await provider.create(
      properties,
      resourceContext(run.store, stack, run.clients, before, initiated),
    );
    initiated(made.physicalId);
    after = recordResource(
      context,
      stack,
      { ...after, attributes: made.attributes ?? {} },
      'UPDATE_COMPLETE',
    );
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
