import type { IpAddressType, LoadBalancer, SubnetMapping } from '@aws-sdk/client-elastic-load-balancing-v2';
import { isSame } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { refuseExisting } from '../../../kit/resources/existing';
import { provider } from '../../../kit/resources/provider';
import { listTags, type Tag } from '../../../kit/resources/tags';
import { changedAttributes, type Attribute } from './attributes';
import { updateLoadBalancingTags } from './tags';

interface LoadBalancerProperties {
  readonly Name?: string;
  readonly Scheme?: 'internal' | 'internet-facing';
  readonly Type?: 'application' | 'network' | 'gateway';
  readonly IpAddressType?: IpAddressType;
  readonly LoadBalancerAttributes?: readonly Attribute[];
  readonly SecurityGroups?: string[];
  readonly Subnets?: string[];
  readonly SubnetMappings?: SubnetMapping[];
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html */
export const loadBalancer = provider<LoadBalancerProperties>({
  properties: {
    Name: 'replace',
    Scheme: 'replace',
    Type: 'replace',
    IpAddressType: 'update',
    LoadBalancerAttributes: 'update',
    SecurityGroups: 'update',
    Subnets: 'update',
    SubnetMappings: 'update',
    Tags: 'update',
  },
  attributes: [
    'CanonicalHostedZoneID',
    'DNSName',
    'LoadBalancerArn',
    'LoadBalancerFullName',
    'LoadBalancerName',
    'SecurityGroups',
  ],
  name: 'Name',
  tags: 'list',

  async create(properties, context) {
    const elb = await import('@aws-sdk/client-elastic-load-balancing-v2');
    const client = context.client(elb.ElasticLoadBalancingV2Client);
    const { LoadBalancerAttributes, Tags, ...rest } = properties;
    const Name = properties.Name ?? context.generatedName(32);
    const lookUp = client.send(new elb.DescribeLoadBalancersCommand({ Names: [Name] }));
    await refuseExisting(context, Name, lookUp, 'LoadBalancerNotFoundException', 'LoadBalancerNotFound');
    const command = new elb.CreateLoadBalancerCommand({ ...rest, Name, Tags: Tags && listTags(Tags) });
    const created = (await client.send(command)).LoadBalancers?.[0] ?? {};
    const arn = created.LoadBalancerArn ?? '';
    context.made(arn);
    const Attributes = changedAttributes([], LoadBalancerAttributes);
    if (Attributes.length > 0) {
      await client.send(new elb.ModifyLoadBalancerAttributesCommand({ LoadBalancerArn: arn, Attributes }));
    }
    return { physicalId: arn, attributes: attributesOf(created) };
  },

  async update({ physicalId: LoadBalancerArn, properties: before }, after, context) {
    const elb = await import('@aws-sdk/client-elastic-load-balancing-v2');
    const client = context.client(elb.ElasticLoadBalancingV2Client);
    const { Subnets, SubnetMappings, SecurityGroups = [], IpAddressType } = after;
    if (!isSame(before.Subnets, Subnets) || !isSame(before.SubnetMappings, SubnetMappings)) {
      await client.send(new elb.SetSubnetsCommand({ LoadBalancerArn, Subnets, SubnetMappings }));
    }
    if (!isSame(before.SecurityGroups, after.SecurityGroups)) {
      await client.send(new elb.SetSecurityGroupsCommand({ LoadBalancerArn, SecurityGroups }));
    }
    if (before.IpAddressType !== IpAddressType) {
      const type = IpAddressType ?? 'ipv4';
      await client.send(new elb.SetIpAddressTypeCommand({ LoadBalancerArn, IpAddressType: type }));
    }
    const Attributes = changedAttributes(before.LoadBalancerAttributes, after.LoadBalancerAttributes);
    if (Attributes.length > 0) {
      await client.send(new elb.ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes }));
    }
    await updateLoadBalancingTags(context, LoadBalancerArn, before.Tags, after.Tags);
    const described = await client.send(
      new elb.DescribeLoadBalancersCommand({ LoadBalancerArns: [LoadBalancerArn] }),
    );
    return { physicalId: LoadBalancerArn, attributes: attributesOf(described.LoadBalancers?.[0] ?? {}) };
  },

  async delete({ physicalId: LoadBalancerArn }, context) {
    const { ElasticLoadBalancingV2Client, DeleteLoadBalancerCommand } = await import(
      '@aws-sdk/client-elastic-load-balancing-v2'
    );
    const client = context.client(ElasticLoadBalancingV2Client);
    const deletion = client.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
    await ignoring(deletion, 'LoadBalancerNotFoundException', 'LoadBalancerNotFound');
  },
});

/** Of `arn:…:loadbalancer/app/name/id` the full name is `app/name/id`. */
const attributesOf = ({ LoadBalancerArn = '', ...described }: LoadBalancer) => ({
  CanonicalHostedZoneID: described.CanonicalHostedZoneId ?? '',
  DNSName: described.DNSName ?? '',
  LoadBalancerArn,
  LoadBalancerFullName: LoadBalancerArn.split(':loadbalancer/')[1] ?? '',
  LoadBalancerName: described.LoadBalancerName ?? '',
  SecurityGroups: described.SecurityGroups ?? [],
});
