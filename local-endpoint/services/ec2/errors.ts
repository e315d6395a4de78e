import { AwsError } from '../../kit/aws-error';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
export const invalidValue = (message: string): AwsError => new AwsError('InvalidParameterValue', message);

export const missingParameter = (name: string): AwsError =>
  new AwsError('MissingParameter', `The request must contain the parameter ${name}`);

export const invalidCombination = (message: string): AwsError =>
  new AwsError('InvalidParameterCombination', message);

/** @param kind in the code, for example `InvalidInstanceID` @param prefix of the ids, for example `i` */
export const malformedId = (kind: string, prefix: string, id: string): AwsError =>
  new AwsError(`${kind}.Malformed`, `Invalid id: "${id}" (expecting "${prefix}-...")`);

/** @throws AwsError the called service's error */
export async function passingErrors<Output>(call: Promise<Output>): Promise<Output> {
  try {
    return await call;
  } catch (error) {
    throw asCallersError(error);
  }
}

/** Passes an error of a service that was called on to the caller. */
function asCallersError(error: unknown): unknown {
  const { name, message, $fault } = error as Error & { $fault?: string };
  return $fault === 'client' ? new AwsError(name, message) : error;
}
