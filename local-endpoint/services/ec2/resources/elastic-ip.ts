import { plain } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';
import type { Tag } from '../../../kit/resources/tags';
import { updateEc2Tags, tagSpecification } from './tags';

interface ElasticIpProperties {
  readonly Domain?: 'vpc';
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-eip.html */
export const elasticIp = provider<ElasticIpProperties>({
  properties: { Domain: 'replace', Tags: 'update' },
  attributes: ['AllocationId', 'PublicIp'],
  tags: 'list',

  async create({ Domain = 'vpc', Tags }, context) {
    const { EC2Client, AllocateAddressCommand } = await import('@aws-sdk/client-ec2');
    const TagSpecifications = tagSpecification('elastic-ip', Tags);
    const command = new AllocateAddressCommand({ Domain, TagSpecifications });
    const { PublicIp = '', AllocationId = '' } = await context.client(EC2Client).send(command);
    return { physicalId: PublicIp, attributes: { AllocationId, PublicIp } };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    await updateEc2Tags(context, plain(attributes.AllocationId), before.Tags, after.Tags);
    return { physicalId, attributes };
  },

  async delete({ attributes }, context) {
    const { EC2Client, ReleaseAddressCommand } = await import('@aws-sdk/client-ec2');
    const AllocationId = plain(attributes.AllocationId);
    const release = context.client(EC2Client).send(new ReleaseAddressCommand({ AllocationId }));
    await ignoring(release, 'InvalidAllocationID.NotFound');
  },
});
