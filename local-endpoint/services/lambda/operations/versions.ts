import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { forward } from '../../../kit/forward';
import { type FunctionInput, type FunctionReference, referenceOf } from '../functions/reference';
import type { LambdaStore } from '../store';
import { deletedVersions, requireKept } from '../versions/deleted-versions';
import { lambdaClient, readAliases, readVersion } from '../versions/read';

/** Without those that were deleted. https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html */
export const listVersionsByFunction =
  (store: LambdaStore): Operation<FunctionInput> =>
  async (input, context) => {
    const { name, ...scope } = referenceOf(input, context);
    const deleted = deletedVersions(store, scope, name);
    const page = await forward<{ readonly Versions?: readonly FunctionConfiguration[] }>(context);
    return { ...page, Versions: page.Versions?.filter(({ Version = '' }) => !deleted.has(Version)) };
  };

/**
 * Deletes a function, or one version of it that no alias names.
 * https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunction.html
 * @throws AwsError ResourceConflictException where an alias names the version
 */
export const deleteFunction =
  (store: LambdaStore): Operation<FunctionInput> =>
  async (input, context) => {
    const reference = referenceOf(input, context);
    if (!reference.isQualified) return forward(context);
    requireKept(store, reference);
    await requireDeletable(store, reference);
    deletedVersions(store, reference, reference.name).add(reference.qualifier);
    return {};
  };

async function requireDeletable(
  store: LambdaStore,
  { name, qualifier, ...scope }: FunctionReference,
): Promise<void> {
  if (qualifier === '$LATEST')
    throw new AwsError(
      'InvalidParameterValueException',
      '$LATEST version cannot be deleted without deleting the function.',
    );
  const client = lambdaClient(store, scope);
  await readVersion(client, name, qualifier);
  const naming = (await readAliases(client, name)).filter(
    ({ FunctionVersion, RoutingConfig }) =>
      FunctionVersion === qualifier || qualifier in (RoutingConfig?.AdditionalVersionWeights ?? {}),
  );
  if (naming.length === 0) return;
  const names = naming.map(({ Name }) => Name).join(', ');
  throw new AwsError(
    'ResourceConflictException',
    `Unable to delete version because the following aliases reference it: [${names}]`,
    409,
  );
}
