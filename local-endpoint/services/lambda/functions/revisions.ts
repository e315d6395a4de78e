import { randomUUID } from 'node:crypto';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { AwsError } from '../../../kit/aws-error';
import type { LambdaStore } from '../store';
import { lambdaClient, readVersion } from '../versions/read';
import type { FunctionReference } from './reference';

/**
 * The member of a configuration that changes with every change of a function, which moto does not have:
 * findings/moto-function-revisions.sh
 * @returns nothing for a version, or before the first
 */
export function revisionOf(
  store: LambdaStore,
  reference: FunctionReference,
): Pick<FunctionConfiguration, 'RevisionId'> {
  const RevisionId = store.state.in(reference).revisions.get(reference.name);
  return reference.qualifier === '$LATEST' && RevisionId !== undefined ? { RevisionId } : {};
}

/** Has a function have another revision. */
export const revise = (store: LambdaStore, reference: FunctionReference): void =>
  void store.state.in(reference).revisions.set(reference.name, randomUUID());

/**
 * https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html, API_UpdateFunctionCode.html
 * @param wanted the revision that is meant @default - whatever it is
 * @throws AwsError PreconditionFailedException where the function has changed since
 */
export async function requireRevision(
  store: LambdaStore,
  reference: FunctionReference,
  wanted: string | undefined,
): Promise<void> {
  if (wanted === undefined) return;
  const { RevisionId } = await readVersion(lambdaClient(store, reference), reference.name, '$LATEST');
  if (wanted === RevisionId) return;
  throw new AwsError(
    'PreconditionFailedException',
    'The RevisionId provided does not match the latest RevisionId. Call the GetFunction or the GetAlias API to retrieve the latest RevisionId for your resource.',
    412,
  );
}
