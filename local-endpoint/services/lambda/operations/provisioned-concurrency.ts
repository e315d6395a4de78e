import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { type FunctionInput, referenceOf } from '../functions/reference';
import type { LambdaStore } from '../store';
import { lambdaClient, readAlias, readVersion } from '../versions/read';

/**
 * Nothing has provisioned concurrency here: it can be asked for, and not be given.
 * https://docs.aws.amazon.com/lambda/latest/api/API_GetProvisionedConcurrencyConfig.html
 * @throws AwsError ProvisionedConcurrencyConfigNotFoundException
 */
export const getProvisionedConcurrencyConfig =
  (store: LambdaStore): Operation<FunctionInput> =>
  async (input, context) => {
    const { name, qualifier, ...scope } = referenceOf(input, context);
    const client = lambdaClient(store, scope);
    await (/^\d+$/.test(qualifier)
      ? readVersion(client, name, qualifier)
      : readAlias(client, name, qualifier));
    throw new AwsError(
      'ProvisionedConcurrencyConfigNotFoundException',
      'No Provisioned Concurrency Config found for this function',
      404,
    );
  };
