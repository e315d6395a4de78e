import { AwsError } from '../../../kit/aws-error';
import type { Scope } from '../../../kit/scope';
import { type FunctionReference, qualifiedArn } from '../functions/reference';
import type { LambdaStore } from '../store';

/**
 * Versions that were deleted. moto numbers a new version by how many there are, so that it would give the number of a
 * deleted version again; so it keeps them, and they are hidden here.
 */
export function deletedVersions(store: LambdaStore, scope: Scope, name: string): Set<string> {
  const { deleted } = store.state.in(scope);
  const known = deleted.get(name) ?? new Set<string>();
  deleted.set(name, known);
  return known;
}

/** @throws AwsError ResourceNotFoundException where the reference names a deleted version */
export function requireKept(store: LambdaStore, reference: FunctionReference): void {
  if (!deletedVersions(store, reference, reference.name).has(reference.qualifier)) return;
  throw new AwsError('ResourceNotFoundException', `Function not found: ${qualifiedArn(reference)}`, 404);
}
