import {
  type FunctionConfiguration,
  type SnapStart,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import type { CallContext, Operation } from '../../../kit/operation';
import { asAwsError } from '../functions/find-function';
import { forward } from '../../../kit/forward';
import { beginChange, changeStatus, endChange, requireIdle } from '../functions/changing';
import { checkNetwork, type VpcConfig } from '../functions/check-network';
import { type FunctionInput, type FunctionReference, functionArn, referenceOf } from '../functions/reference';
import { requireRevision, revise, revisionOf } from '../functions/revisions';
import { setSnapStart, snapStartOf } from '../functions/snap-start';
import type { LambdaStore } from '../store';
import { requireKept } from '../versions/deleted-versions';
import { publish } from '../versions/publish';
import { lambdaClient, readVersion } from '../versions/read';

/** moto's answer with the settings that moto does not return. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const getFunctionConfiguration =
  (store: LambdaStore): Operation<FunctionInput> =>
  async (input, context) => {
    requireKept(store, referenceOf(input, context));
    const answer = await forward<FunctionConfiguration>(context);
    return { ...answer, ...settingsOf(store, input, context, answer.Version) };
  };

/** Likewise, in its Configuration. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export const getFunction =
  (store: LambdaStore): Operation<FunctionInput> =>
  async (input, context) => {
    requireKept(store, referenceOf(input, context));
    const answer = await forward<{ readonly Configuration?: FunctionConfiguration }>(context);
    const settings = settingsOf(store, input, context, answer.Configuration?.Version);
    return { ...answer, Configuration: { ...answer.Configuration, ...settings } };
  };

interface FunctionConfigurationInput extends FunctionInput {
  /** Of the function as it is meant to be before the update. @default - whatever it is */
  readonly RevisionId?: string;
  readonly Role?: string;
  readonly Runtime?: string;
  readonly SnapStart?: SnapStart;
  readonly VpcConfig?: VpcConfig;
}

/** Checks the network first, with the function's role. https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
export const createFunction =
  (store: LambdaStore): Operation<FunctionConfigurationInput> =>
  async (input, context) => {
    await checkedNetwork(store, input, context);
    return forward(context);
  };

/** Likewise. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
export const updateFunctionConfiguration =
  (store: LambdaStore): Operation<FunctionConfigurationInput> =>
  async (input, context) => {
    await checkedNetwork(store, input, context);
    const reference = referenceOf(input, context);
    if (input.SnapStart) {
      requireIdle(store, reference);
      const { Runtime } = await readVersion(lambdaClient(store, reference), reference.name, '$LATEST');
      setSnapStart(store, reference, input.SnapStart, input.Runtime ?? Runtime);
    }
    const answer = await change<FunctionConfiguration>(store, reference, input.RevisionId, context);
    return { ...answer, SnapStart: snapStartOf(store, reference, '$LATEST') };
  };

/** Lambda makes one change at a time. */
async function change<Output>(
  store: LambdaStore,
  reference: FunctionReference,
  revision: string | undefined,
  context: CallContext,
): Promise<Output> {
  requireIdle(store, reference);
  await requireRevision(store, reference, revision);
  const answer = await forward<Output>(context);
  revise(store, reference);
  await beginChange(store, reference);
  return { ...answer, ...changeStatus(store, reference), ...revisionOf(store, reference) };
}

async function checkedNetwork(
  store: LambdaStore,
  input: FunctionConfigurationInput,
  context: CallContext,
): Promise<void> {
  const { Role, VpcConfig } = input;
  if (!VpcConfig?.SubnetIds?.length) return;
  const reference = referenceOf(input, context);
  const role = Role ?? (await readVersion(lambdaClient(store, reference), reference.name, '$LATEST')).Role;
  const { aws } = store.context;
  const session = await aws.asRole(
    role ?? '',
    reference.region,
    'lambda.amazonaws.com',
    functionArn(reference),
  );
  await checkNetwork(session, VpcConfig);
}

interface UpdateFunctionCodeInput extends FunctionInput {
  /** As of a change of the configuration. */
  readonly RevisionId?: string;
  /** Whether a version is published of the new code. @default false */
  readonly Publish?: boolean;
}

/**
 * moto would publish a version of code that is not new: code that is to be published is updated first, then published.
 * https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html
 */
export const updateFunctionCode =
  (store: LambdaStore): Operation<UpdateFunctionCodeInput, FunctionConfiguration> =>
  async ({ Publish, ...input }, context) => {
    const reference = referenceOf(input, context);
    if (!Publish) {
      const answer = await change<FunctionConfiguration>(store, reference, input.RevisionId, context);
      return { ...answer, SnapStart: snapStartOf(store, reference, '$LATEST') };
    }
    await lambdaClient(store, reference)
      .send(new UpdateFunctionCodeCommand(input))
      .catch((error: unknown) => {
        throw asAwsError(error);
      });
    endChange(store, reference); // the answer is the version's
    return publish(store, reference);
  };

function settingsOf(
  store: LambdaStore,
  input: FunctionInput,
  context: CallContext,
  version = '$LATEST',
): object {
  const reference = referenceOf(input, context);
  const { LoggingConfig, DeadLetterConfig } = store.state.in(reference).settings.get(reference.name) ?? {};
  const logging = { LogFormat: 'Text', LogGroup: `/aws/lambda/${reference.name}`, ...LoggingConfig };
  return {
    LoggingConfig: logging,
    SnapStart: snapStartOf(store, reference, version),
    ...(DeadLetterConfig && { DeadLetterConfig }),
    ...changeStatus(store, reference),
    ...revisionOf(store, reference),
  };
}
