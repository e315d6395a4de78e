import { CreateNetworkInterfaceCommand, EC2Client } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import type { AwsIdentity } from '../../../kit/aws';

/** The network that a function is to be in. */
export interface VpcConfig {
  readonly SubnetIds?: readonly string[];
  readonly SecurityGroupIds?: readonly string[];
}

/**
 * Lambda makes the network interfaces of a function with the function's role, and refuses a network where it may not.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 * @param role a session of the function's role
 * @throws AwsError InvalidParameterValueException where the role may not make one, or subnet and groups do not go together
 */
export async function checkNetwork(
  role: AwsIdentity,
  { SubnetIds = [], SecurityGroupIds = [] }: VpcConfig,
): Promise<void> {
  const ec2 = new EC2Client(role);
  for (const SubnetId of SubnetIds)
    await ec2
      .send(new CreateNetworkInterfaceCommand({ SubnetId, Groups: [...SecurityGroupIds], DryRun: true }))
      .catch((error: Error) => {
        if (error.name === 'DryRunOperation') return;
        throw new AwsError(
          'InvalidParameterValueException',
          error.name === 'UnauthorizedOperation'
            ? 'The provided execution role does not have permissions to call CreateNetworkInterface on EC2'
            : `Error occurred while connecting to EC2: ${error.message}`,
        );
      });
}
