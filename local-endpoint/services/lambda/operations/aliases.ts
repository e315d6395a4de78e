import { randomUUID } from 'node:crypto';
import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { AwsError } from '../../../kit/aws-error';
import type { CallContext, Operation } from '../../../kit/operation';
import { forward } from '../../../kit/forward';
import { type FunctionReference, referenceOf } from '../functions/reference';
import type { LambdaStore } from '../store';
import { lambdaClient, readAlias, readVersion } from '../versions/read';
import { requireRouting, type Routing } from '../versions/routing';

interface AliasInput {
  readonly FunctionName: string;
  readonly Name: string;
  readonly FunctionVersion?: string;
  readonly RoutingConfig?: Routing;
  /** Of the alias as it is meant to be before the update. @default - whatever it is */
  readonly RevisionId?: string;
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html */
export const createAlias =
  (store: LambdaStore): Operation<AliasInput> =>
  async (input, context) => {
    const reference = referenceOf({ FunctionName: input.FunctionName }, context);
    await requireVersions(store, reference, input.FunctionVersion, input.RoutingConfig);
    return revised(store, reference, input.Name, await forward<AliasConfiguration>(context));
  };

/**
 * What is not given stays as it is. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html
 * @throws AwsError PreconditionFailedException where the alias has changed since the revision that is meant
 */
export const updateAlias =
  (store: LambdaStore): Operation<AliasInput> =>
  async (input, context) => {
    const reference = referenceOf({ FunctionName: input.FunctionName }, context);
    const before = await readAlias(lambdaClient(store, reference), reference.name, input.Name);
    if (input.RevisionId !== undefined && input.RevisionId !== before.RevisionId) throw changedSince();
    const routing = input.RoutingConfig ?? before.RoutingConfig;
    await requireVersions(store, reference, input.FunctionVersion ?? before.FunctionVersion, routing);
    const after = await forward<AliasConfiguration>(context);
    store.state.in(reference).aliasRevisions.set(keyOf(reference, input.Name), randomUUID());
    return revised(store, reference, input.Name, after);
  };

/** With its revision, which moto never changes. https://docs.aws.amazon.com/lambda/latest/api/API_GetAlias.html */
export const getAlias =
  (store: LambdaStore): Operation<AliasInput> =>
  async (input, context) => {
    const reference = referenceOf({ FunctionName: input.FunctionName }, context);
    return revised(store, reference, input.Name, await forward<AliasConfiguration>(context));
  };

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteAlias.html */
export const deleteAlias =
  (store: LambdaStore): Operation<AliasInput> =>
  async (input, context: CallContext) => {
    const reference = referenceOf({ FunctionName: input.FunctionName }, context);
    const answer = await forward<object>(context);
    store.state.in(reference).aliasRevisions.delete(keyOf(reference, input.Name));
    return answer;
  };

async function requireVersions(
  store: LambdaStore,
  reference: FunctionReference,
  version: string | undefined,
  routing: Routing | undefined,
): Promise<void> {
  const weighted = requireRouting(version, routing);
  const client = lambdaClient(store, reference);
  for (const named of [version, weighted])
    if (named !== undefined) await readVersion(client, reference.name, named);
}

function revised(
  store: LambdaStore,
  reference: FunctionReference,
  name: string,
  alias: AliasConfiguration,
): AliasConfiguration {
  const RevisionId = store.state.in(reference).aliasRevisions.get(keyOf(reference, name)) ?? alias.RevisionId;
  return { ...alias, RevisionId };
}

const keyOf = ({ name }: FunctionReference, alias: string): string => `${name}:${alias}`;

const changedSince = (): AwsError =>
  new AwsError(
    'PreconditionFailedException',
    'The RevisionId provided does not match the latest RevisionId. Call the GetFunction or the GetAlias API to retrieve the latest RevisionId for your resource.',
    412,
  );
