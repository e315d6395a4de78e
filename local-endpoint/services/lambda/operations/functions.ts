import { type FunctionConfiguration, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda';
import type { CallContext, Operation } from '../../../kit/operation';
import { asAwsError } from '../functions/find-function';
import { forward } from '../../../kit/forward';
import { type FunctionInput, referenceOf } from '../functions/reference';
import type { LambdaStore } from '../store';
import { requireKept } from '../versions/deleted-versions';
import { publish } from '../versions/publish';
import { lambdaClient } from '../versions/read';

/** moto's answer with the settings that moto does not return. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const getFunctionConfiguration =
  (store: LambdaStore): Operation<FunctionInput> =>
  async (input, context) => {
    requireKept(store, referenceOf(input, context));
    return { ...(await forward(context)), ...settingsOf(store, input, context) };
  };

/** Likewise, in its Configuration. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export const getFunction =
  (store: LambdaStore): Operation<FunctionInput> =>
  async (input, context) => {
    requireKept(store, referenceOf(input, context));
    const answer = await forward<{ readonly Configuration?: object }>(context);
    return { ...answer, Configuration: { ...answer.Configuration, ...settingsOf(store, input, context) } };
  };

interface UpdateFunctionCodeInput extends FunctionInput {
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
    if (!Publish) return forward(context);
    const reference = referenceOf(input, context);
    await lambdaClient(store, reference)
      .send(new UpdateFunctionCodeCommand(input))
      .catch((error: unknown) => {
        throw asAwsError(error);
      });
    return publish(store, reference);
  };

function settingsOf(store: LambdaStore, input: FunctionInput, context: CallContext): object {
  const reference = referenceOf(input, context);
  const { LoggingConfig, DeadLetterConfig } = store.state.in(reference).settings.get(reference.name) ?? {};
  const logging = { LogFormat: 'Text', LogGroup: `/aws/lambda/${reference.name}`, ...LoggingConfig };
  return { LoggingConfig: logging, ...(DeadLetterConfig && { DeadLetterConfig }) };
}
