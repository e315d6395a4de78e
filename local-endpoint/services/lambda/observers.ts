import type { ForwardedCall, Observer } from '../../kit/operation';
import { scopeOf } from '../../kit/scope';
import type { CodeSource } from './functions/code-store';
import { type FunctionInput, functionArn, referenceOf } from './functions/reference';
import { deleteEventInvokeConfigs } from './operations/event-invoke-configs';
import type { FunctionSettings, LambdaStore } from './store';
import { rememberPublished } from './versions/publish';

/** The parts of the inputs of moto's own operations that moto does not keep. */
interface ObservedInput extends FunctionInput, FunctionSettings, CodeSource {
  readonly Code?: CodeSource;
  readonly Publish?: boolean;
}

/** Observers of moto's functions, for what moto does not keep: code and some settings. */
export function createLambdaObservers(store: LambdaStore): Observer[] {
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
      keepSettings(store, input, call);
      await keepCode(store, input.Code ?? {}, call);
      if (input.Publish) await rememberPublished(store, referenceOf(input, call.context));
    }),
    observe('UpdateFunctionCode', (input, call) => keepCode(store, input, call)),
    observe('UpdateFunctionConfiguration', async (input, call) => keepSettings(store, input, call)),
    observe('DeleteFunction', async (input, call) => forget(store, input, call)),
  ];
}

/** Settings that are not given stay as they are. */
function keepSettings(store: LambdaStore, input: ObservedInput, { context }: ForwardedCall): void {
  const reference = referenceOf(input, context);
  const { settings } = store.state.in(reference);
  const before = settings.get(reference.name);
  settings.set(reference.name, {
    LoggingConfig: input.LoggingConfig ?? before?.LoggingConfig,
    DeadLetterConfig: input.DeadLetterConfig ?? before?.DeadLetterConfig,
  });
}

function keepCode(store: LambdaStore, source: CodeSource, { context, output }: ForwardedCall): Promise<void> {
  const { CodeSha256 } = (output ?? {}) as { CodeSha256?: string };
  return store.code.keep(scopeOf(context), source, CodeSha256);
}

/** Deleting one version leaves the function. */
function forget(store: LambdaStore, input: ObservedInput, { context }: ForwardedCall): void {
  const reference = referenceOf(input, context);
  if (reference.qualifier !== '$LATEST' || input.Qualifier) return;
  store.state.in(reference).settings.delete(reference.name);
  deleteEventInvokeConfigs(store, reference);
  const { policies, published, deleted, changing, aliasRevisions } = store.state.in(reference);
  policies.delete(functionArn(reference));
  published.delete(reference.name);
  deleted.delete(reference.name);
  changing.delete(reference.name);
  for (const key of aliasRevisions.keys())
    if (key.startsWith(`${reference.name}:`)) aliasRevisions.delete(key);
  store.workers.retire(functionArn(reference));
}
