import { AwsError } from '../../../kit/aws-error';
import { type CallContext } from '../../../kit/operation';
import { type FunctionReference, functionReference } from '../functions/reference';
import type { DestinationConfig, EventInvokeConfig } from './event-invoke-configs';

/** What names a function's configuration. */
export interface EventInvokeConfigTarget {
  readonly FunctionName: string;
  /** @default $LATEST */
  readonly Qualifier?: string;
}

/** What Put and Update take. */
export interface EventInvokeConfigInput extends EventInvokeConfigTarget {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: DestinationConfig;
}

/** The function a call is about. */
export function targetOf(input: EventInvokeConfigTarget, { caller, region }: CallContext): FunctionReference {
  return functionReference(input.FunctionName, input.Qualifier, { account: caller.accountId, region });
}

/**
 * Checks what Put and Update take. https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
 * @throws AwsError InvalidParameterValueException naming field, rule and value; also for a destination that is neither
 * a queue nor a topic, which the local endpoint cannot reach
 */
export function checkInput(input: EventInvokeConfigInput): void {
  within('MaximumRetryAttempts', input.MaximumRetryAttempts, 0, 2);
  within('MaximumEventAgeInSeconds', input.MaximumEventAgeInSeconds, 60, 21_600);
  const { OnSuccess, OnFailure } = input.DestinationConfig ?? {};
  for (const destination of [OnSuccess?.Destination, OnFailure?.Destination]) {
    if (!destination || /^arn:[\w-]+:(sqs|sns):/.test(destination)) continue;
    const rule = 'must be the ARN of an SQS queue or an SNS topic on the local endpoint';
    throw new AwsError('InvalidParameterValueException', `Destination ${rule}, got: ${destination}`);
  }
}

/** The error of a function that has no configuration. */
export function noConfig(functionArn: string): AwsError {
  const message = `The function ${functionArn} doesn't have an EventInvokeConfig`;
  return new AwsError('ResourceNotFoundException', message, 404);
}

/** A configuration as Lambda answers it: both destinations are always named. */
export function answer(config: EventInvokeConfig): EventInvokeConfig {
  return { ...config, DestinationConfig: { OnSuccess: {}, OnFailure: {}, ...config.DestinationConfig } };
}

function within(field: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw new AwsError('InvalidParameterValueException', `${field} must be ${least} to ${most}, got: ${value}`);
}
