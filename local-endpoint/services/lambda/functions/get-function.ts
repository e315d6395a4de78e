import { AwsError } from '../../../kit/aws-error';
import { type CallContext, type Operation } from '../../../kit/operation';
import type { LambdaStore } from '../store';
import { functionReference } from './reference';

/** What names a function in a call. */
export interface FunctionInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

/** GetFunctionConfiguration: moto's answer with the settings that moto forgets. */
export const getFunctionConfiguration =
  (state: LambdaStore): Operation<FunctionInput> =>
  async (input, context) => ({ ...(await forwarded(context)), ...settingsOf(state, input, context) });

/** GetFunction: likewise, inside its Configuration. */
export const getFunction =
  (state: LambdaStore): Operation<FunctionInput> =>
  async (input, context) => {
    const answer = (await forwarded(context)) as { readonly Configuration?: object };
    return { ...answer, Configuration: { ...answer.Configuration, ...settingsOf(state, input, context) } };
  };

async function forwarded(context: CallContext): Promise<object> {
  if (!context.forward)
    throw new AwsError('ServiceException', 'This operation needs an endpoint to answer it', 500);
  return (await context.forward()) as object;
}

function settingsOf(state: LambdaStore, input: FunctionInput, { caller, region }: CallContext): object {
  const home = { account: caller.accountId, region };
  const reference = functionReference(input.FunctionName, input.Qualifier, home);
  const { LoggingConfig, DeadLetterConfig } = state.settings.recall(reference);
  const logging = { LogFormat: 'Text', LogGroup: `/aws/lambda/${reference.name}`, ...LoggingConfig };
  return { LoggingConfig: logging, ...(DeadLetterConfig && { DeadLetterConfig }) };
}
