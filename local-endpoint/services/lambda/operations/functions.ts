import { AwsError } from '../../../kit/aws-error';
import type { CallContext, Operation } from '../../../kit/operation';
import { type FunctionInput, referenceOf } from '../functions/reference';
import type { LambdaStore } from '../store';

/** moto's answer with the settings that moto does not return. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html */
export const getFunctionConfiguration =
  (store: LambdaStore): Operation<FunctionInput> =>
  async (input, context) => ({ ...(await forwarded(context)), ...settingsOf(store, input, context) });

/** Likewise, in its Configuration. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export const getFunction =
  (store: LambdaStore): Operation<FunctionInput> =>
  async (input, context) => {
    const answer = (await forwarded(context)) as { readonly Configuration?: object };
    return { ...answer, Configuration: { ...answer.Configuration, ...settingsOf(store, input, context) } };
  };

async function forwarded(context: CallContext): Promise<object> {
  if (!context.forward)
    throw new AwsError('ServiceException', 'This operation needs an endpoint to answer it', 500);
  return (await context.forward()) as object;
}

function settingsOf(store: LambdaStore, input: FunctionInput, context: CallContext): object {
  const reference = referenceOf(input, context);
  const { LoggingConfig, DeadLetterConfig } = store.state.in(reference).settings.get(reference.name) ?? {};
  const logging = { LogFormat: 'Text', LogGroup: `/aws/lambda/${reference.name}`, ...LoggingConfig };
  return { LoggingConfig: logging, ...(DeadLetterConfig && { DeadLetterConfig }) };
}
