import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { requireFunction } from '../functions/find-function';
import {
  type FunctionInput,
  functionArn,
  type FunctionReference,
  qualifiedArn,
  referenceOf,
} from '../functions/reference';
import type { DestinationConfig, EventInvokeConfig, LambdaStore } from '../store';

interface EventInvokeConfigInput extends FunctionInput {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: DestinationConfig;
}

/** Sets what is given and clears the rest. https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html */
export const putFunctionEventInvokeConfig =
  (store: LambdaStore): Operation<EventInvokeConfigInput> =>
  async (input, context) => {
    checkInput(input);
    const reference = referenceOf(input, context);
    await requireFunction(store, reference);
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = input;
    return save(store, reference, { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig });
  };

/** Sets what is given and leaves the rest. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionEventInvokeConfig.html */
export const updateFunctionEventInvokeConfig =
  (store: LambdaStore): Operation<EventInvokeConfigInput> =>
  async (input, context) => {
    checkInput(input);
    const reference = referenceOf(input, context);
    const before = findConfig(store, reference);
    return save(store, reference, {
      MaximumRetryAttempts: input.MaximumRetryAttempts ?? before.MaximumRetryAttempts,
      MaximumEventAgeInSeconds: input.MaximumEventAgeInSeconds ?? before.MaximumEventAgeInSeconds,
      DestinationConfig: { ...before.DestinationConfig, ...input.DestinationConfig },
    });
  };

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionEventInvokeConfig.html */
export const getFunctionEventInvokeConfig =
  (store: LambdaStore): Operation<FunctionInput> =>
  async (input, context) =>
    withDestinations(findConfig(store, referenceOf(input, context)));

/** Those of a function's versions and aliases, in one page. https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html */
export const listFunctionEventInvokeConfigs =
  (store: LambdaStore): Operation<FunctionInput> =>
  async (input, context) => {
    const reference = referenceOf(input, context);
    await requireFunction(store, reference);
    return { FunctionEventInvokeConfigs: configsOf(store, reference).map(withDestinations) };
  };

/** https://docs.aws.amazon.com/lambda/latest/api/API_DeleteFunctionEventInvokeConfig.html */
export const deleteFunctionEventInvokeConfig =
  (store: LambdaStore): Operation<FunctionInput> =>
  async (input, context) => {
    const reference = referenceOf(input, context);
    const { FunctionArn } = findConfig(store, reference);
    store.state.in(reference).eventInvokeConfigs.delete(FunctionArn);
    return {};
  };

/** Deletes the configurations of a function that was deleted. */
export function deleteEventInvokeConfigs(store: LambdaStore, reference: FunctionReference): void {
  const { eventInvokeConfigs } = store.state.in(reference);
  for (const { FunctionArn } of configsOf(store, reference)) eventInvokeConfigs.delete(FunctionArn);
}

/**
 * https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
 * @throws AwsError InvalidParameterValueException naming field, rule and value; also for a destination that is neither
 * a queue nor a topic, which the local endpoint cannot reach
 */
function checkInput(input: EventInvokeConfigInput): void {
  checkRange('MaximumRetryAttempts', input.MaximumRetryAttempts, 0, 2);
  checkRange('MaximumEventAgeInSeconds', input.MaximumEventAgeInSeconds, 60, 21_600);
  const { OnSuccess, OnFailure } = input.DestinationConfig ?? {};
  for (const destination of [OnSuccess?.Destination, OnFailure?.Destination]) {
    if (!destination || /^arn:[\w-]+:(sqs|sns):/.test(destination)) continue;
    const rule = 'must be the ARN of an SQS queue or an SNS topic on the local endpoint';
    throw new AwsError('InvalidParameterValueException', `Destination ${rule}, got: ${destination}`);
  }
}

function checkRange(field: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= min && value <= max)) return;
  throw new AwsError('InvalidParameterValueException', `${field} must be ${min} to ${max}, got: ${value}`);
}

function save(
  store: LambdaStore,
  reference: FunctionReference,
  settings: Omit<EventInvokeConfig, 'LastModified' | 'FunctionArn'>,
): EventInvokeConfig {
  const FunctionArn = qualifiedArn(reference);
  const config = { LastModified: store.context.clock.now(), FunctionArn, ...settings };
  store.state.in(reference).eventInvokeConfigs.set(FunctionArn, config);
  return withDestinations(config);
}

function findConfig(store: LambdaStore, reference: FunctionReference): EventInvokeConfig {
  const arn = qualifiedArn(reference);
  const config = store.state.in(reference).eventInvokeConfigs.get(arn);
  if (config) return config;
  const message = `The function ${arn} doesn't have an EventInvokeConfig`;
  throw new AwsError('ResourceNotFoundException', message, 404);
}

/** Of all qualifiers of one function. */
const configsOf = (store: LambdaStore, reference: FunctionReference): EventInvokeConfig[] =>
  [...store.state.in(reference).eventInvokeConfigs.values()].filter(({ FunctionArn }) =>
    FunctionArn.startsWith(`${functionArn(reference)}:`),
  );

/** Lambda always names both destinations. */
const withDestinations = (config: EventInvokeConfig): EventInvokeConfig => ({
  ...config,
  DestinationConfig: { OnSuccess: {}, OnFailure: {}, ...config.DestinationConfig },
});
