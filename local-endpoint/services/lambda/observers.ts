import type { ForwardedCall, Observer } from '../../kit/operation';
import type { CodeSource } from './functions/code-store';
import { functionArn, functionReference } from './functions/reference';
import type { RememberedSettings } from './functions/remembered-settings';
import type { LambdaStore } from './store';

/** The parts of the inputs of moto's own operations that the endpoint makes up for. */
interface ObservedInput extends RememberedSettings, CodeSource {
  readonly FunctionName: string;
  readonly Code?: CodeSource;
}

/** Watches moto's functions being made, changed and deleted, for what moto does not keep: code and some settings. */
export function createLambdaObservers(state: LambdaStore): Observer[] {
  const observe = (
    operation: string,
    after: (input: ObservedInput, call: ForwardedCall) => Promise<void>,
  ) => ({
    service: 'lambda',
    operation,
    after: (call: ForwardedCall) => after(call.input as unknown as ObservedInput, call),
  });
  return [
    observe('CreateFunction', async (input, call) => {
      state.settings.remember(referenceOf(input, call), input);
      await keepCode(state, input.Code ?? {}, call);
    }),
    observe('UpdateFunctionCode', (input, call) => keepCode(state, input, call)),
    observe('UpdateFunctionConfiguration', async (input, call) =>
      state.settings.remember(referenceOf(input, call), input),
    ),
    observe('DeleteFunction', async (input, call) => forget(state, input, call)),
  ];
}

function keepCode(state: LambdaStore, source: CodeSource, { context, output }: ForwardedCall): Promise<void> {
  const { CodeSha256 } = (output ?? {}) as { CodeSha256?: string };
  return state.code.keep(context.caller.accountId, context.region, source, CodeSha256);
}

/** Deleting one version leaves the function. */
function forget(
  state: LambdaStore,
  input: ObservedInput & { Qualifier?: string },
  call: ForwardedCall,
): void {
  const reference = referenceOf(input, call);
  if (reference.qualifier !== '$LATEST' || input.Qualifier) return;
  state.settings.forget(reference);
  state.eventInvokeConfigs.forget(reference);
  state.workers.retire(functionArn(reference));
}

function referenceOf(input: ObservedInput & { Qualifier?: string }, { context }: ForwardedCall) {
  const home = { account: context.caller.accountId, region: context.region };
  return functionReference(input.FunctionName, input.Qualifier, home);
}
