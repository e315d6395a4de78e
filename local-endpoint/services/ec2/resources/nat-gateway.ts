import type { ConnectivityType } from '@aws-sdk/client-ec2';
import { ignoring } from '../../../kit/resources/errors';
import { provider, type ResourceContext } from '../../../kit/resources/provider';
import type { Tag } from '../../../kit/resources/tags';
import { updateEc2Tags, tagSpecification } from './tags';

interface NatGatewayProperties {
  readonly SubnetId: string;
  readonly AllocationId?: string;
  readonly ConnectivityType?: ConnectivityType;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-natgateway.html */
export const natGateway = provider<NatGatewayProperties>({
  properties: { SubnetId: 'replace', AllocationId: 'replace', ConnectivityType: 'replace', Tags: 'update' },
  attributes: ['NatGatewayId'],
  tags: 'list',

  async create({ SubnetId, AllocationId, ConnectivityType, Tags }, context) {
    const { EC2Client, CreateNatGatewayCommand } = await import('@aws-sdk/client-ec2');
    const TagSpecifications = tagSpecification('natgateway', Tags);
    const command = new CreateNatGatewayCommand({
      SubnetId,
      AllocationId,
      ConnectivityType,
      TagSpecifications,
    });
    const { NatGateway } = await context.client(EC2Client).send(command);
    const id = NatGateway?.NatGatewayId ?? '';
    context.made(id);
    await waitForState(context, id, 'available');
    return { physicalId: id, attributes: { NatGatewayId: id } };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    await updateEc2Tags(context, physicalId, before.Tags, after.Tags);
    return { physicalId, attributes };
  },

  async delete({ physicalId: NatGatewayId }, context) {
    const { EC2Client, DeleteNatGatewayCommand } = await import('@aws-sdk/client-ec2');
    const deletion = context.client(EC2Client).send(new DeleteNatGatewayCommand({ NatGatewayId }));
    if ((await ignoring(deletion, 'NatGatewayNotFound')) !== undefined)
      await waitForState(context, NatGatewayId, 'deleted');
  },
});

const POLL_MILLISECONDS = 10_000;

/** A quarter of an hour. */
const MAX_POLLS = 90;

async function waitForState(
  context: ResourceContext,
  id: string,
  wanted: 'available' | 'deleted',
): Promise<void> {
  const { EC2Client, DescribeNatGatewaysCommand } = await import('@aws-sdk/client-ec2');
  for (let polls = 0; polls < MAX_POLLS; polls++) {
    const command = new DescribeNatGatewaysCommand({ NatGatewayIds: [id] });
    const answer = await ignoring(context.client(EC2Client).send(command), 'NatGatewayNotFound');
    const gateway = answer?.NatGateways?.[0];
    const state = gateway?.State ?? 'deleted';
    if (state === wanted) return;
    if (state === 'failed') throw new Error(`NatGateway ${id} failed: ${gateway?.FailureMessage}`);
    await context.clock.sleep(POLL_MILLISECONDS);
  }
  throw new Error(`NatGateway ${id} did not become ${wanted}`);
}
