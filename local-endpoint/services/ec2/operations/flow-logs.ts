import type { CreateFlowLogsRequest } from '@aws-sdk/client-ec2';
import type { Operation } from '../../../kit/operation';

/**
 * A destination in S3 may be a folder of a bucket, which moto takes for the bucket's name: it is given the bucket alone,
 * and DescribeFlowLogs returns no folder. No traffic is logged.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateFlowLogs.html
 */
export const createFlowLogs: Operation<CreateFlowLogsRequest> = async (input, { forward }) => {
  const { LogDestination, LogDestinationType } = input;
  if (LogDestinationType !== 's3') return (await forward?.()) as object;
  return (await forward?.({ ...input, LogDestination: LogDestination?.split('/')[0] })) as object;
};
