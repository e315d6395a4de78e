import type { SnapStart, SnapStartResponse } from '@aws-sdk/client-lambda';
import { AwsError } from '../../../kit/aws-error';
import type { LambdaStore } from '../store';
import type { FunctionReference } from './reference';

/**
 * What a version starts from. The snapshot of a version is there at once.
 * https://docs.aws.amazon.com/lambda/latest/api/API_SnapStartResponse.html
 */
export function snapStartOf(
  store: LambdaStore,
  { name, ...scope }: FunctionReference,
  version: string,
): SnapStartResponse {
  const ApplyOn = store.state.in(scope).snapStart.get(`${name}:${version}`) ?? 'None';
  const isTaken = ApplyOn === 'PublishedVersions' && version !== '$LATEST';
  return { ApplyOn, OptimizationStatus: isTaken ? 'On' : 'Off' };
}

/**
 * Sets it for `$LATEST`, of which versions have it then.
 * https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html
 * @param runtime that the function is to have
 * @throws AwsError InvalidParameterValueException for a runtime without it
 */
export function setSnapStart(
  store: LambdaStore,
  { name, ...scope }: FunctionReference,
  { ApplyOn = 'None' }: SnapStart,
  runtime = '',
): void {
  if (ApplyOn === 'PublishedVersions' && !SUPPORTED.test(runtime))
    throw new AwsError(
      'InvalidParameterValueException',
      `${runtime} is not supported for SnapStart enabled functions.`,
    );
  store.state.in(scope).snapStart.set(`${name}:$LATEST`, ApplyOn);
}

/** Java from 11, Python from 3.12, .NET from 8 on. */
const SUPPORTED = /^(?:java(?:1[1-9]|[2-9]\d)|python3\.(?:1[2-9]|[2-9]\d)|dotnet(?:[89]|[1-9]\d))$/;

/** Has a version have what `$LATEST` has. */
export function keepSnapStart(
  store: LambdaStore,
  { name, ...scope }: FunctionReference,
  version: string,
): void {
  const { snapStart } = store.state.in(scope);
  snapStart.set(`${name}:${version}`, snapStart.get(`${name}:$LATEST`) ?? 'None');
}
