import type { PutRegistryScanningConfigurationRequest } from '@aws-sdk/client-ecr';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';

/**
 * Takes rules for basic scanning. Enhanced scanning is Amazon Inspector's, which the endpoint has none of.
 * https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutRegistryScanningConfiguration.html
 * @throws AwsError `UnsupportedOperation` for enhanced scanning
 */
export const putRegistryScanningConfiguration: Operation<PutRegistryScanningConfigurationRequest> = async (
  { scanType },
  { forward },
) => {
  if (scanType === 'ENHANCED')
    throw new AwsError(
      'UnsupportedOperation',
      'The local ECR cannot scan with scanType ENHANCED, only BASIC',
    );
  return (await forward?.()) as object;
};
