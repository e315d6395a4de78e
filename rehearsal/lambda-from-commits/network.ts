import { DescribeSubnetsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import type { LambdaSettings } from '../../handlers/contract/lambda-settings';

interface NamedPipeline {
  readonly name: string;
  readonly clients: { readonly ec2: EC2Client };
}

/** Why a pipeline cannot be rehearsed: a subnet of an account is none that the local endpoint has. */
export async function missingNetwork(
  { name, clients }: NamedPipeline,
  { functions }: Pick<LambdaSettings, 'functions'>,
): Promise<string | undefined> {
  for (const [one, { network }] of Object.entries(functions))
    for (const id of network?.subnets ?? []) {
      const { Subnets = [] } = await clients.ec2.send(
        new DescribeSubnetsCommand({ Filters: [{ Name: 'subnet-id', Values: [id] }] }),
      );
      if (Subnets.length === 0)
        return `${name} has ${one} in the existing subnet ${id}, which is not on the local endpoint`;
    }
  return undefined;
}
