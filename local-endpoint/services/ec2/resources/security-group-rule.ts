import { ignoring } from '../../../kit/resources/errors';
import { provider, type ResourceContext } from '../../../kit/resources/provider';
import {
  authorizeRules,
  ipPermission,
  revokeRules,
  type Direction,
  type EgressRule,
  type IngressRule,
} from './ip-permissions';

interface IngressProperties extends IngressRule {
  readonly GroupId: string;
}

interface EgressProperties extends EgressRule {
  readonly GroupId: string;
}

const SHARED = {
  GroupId: 'replace',
  IpProtocol: 'replace',
  FromPort: 'replace',
  ToPort: 'replace',
  CidrIp: 'replace',
  CidrIpv6: 'replace',
  Description: 'replace',
} as const;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupingress.html */
export const securityGroupIngress = provider<IngressProperties>({
  properties: {
    ...SHARED,
    SourceSecurityGroupId: 'replace',
    SourceSecurityGroupOwnerId: 'replace',
    SourcePrefixListId: 'replace',
  },
  attributes: ['Id'],
  create: async (properties, context) => create('ingress', properties, context),
  delete: async ({ properties }, context) => remove('ingress', properties, context),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html */
export const securityGroupEgress = provider<EgressProperties>({
  properties: { ...SHARED, DestinationSecurityGroupId: 'replace', DestinationPrefixListId: 'replace' },
  attributes: ['Id'],
  create: async (properties, context) => create('egress', properties, context),
  delete: async ({ properties }, context) => remove('egress', properties, context),
});

async function create(
  direction: Direction,
  { GroupId, ...rule }: IngressProperties,
  context: ResourceContext,
) {
  const { EC2Client } = await import('@aws-sdk/client-ec2');
  await authorizeRules(context.client(EC2Client), GroupId, direction, [ipPermission(rule)]);
  const physicalId = context.generatedName(128);
  return { physicalId, attributes: { Id: physicalId } };
}

async function remove(
  direction: Direction,
  { GroupId, ...rule }: IngressProperties,
  context: ResourceContext,
): Promise<void> {
  const { EC2Client } = await import('@aws-sdk/client-ec2');
  const removal = revokeRules(context.client(EC2Client), GroupId, direction, [ipPermission(rule)]);
  await ignoring(removal, 'InvalidPermission.NotFound', 'InvalidGroup.NotFound');
}
