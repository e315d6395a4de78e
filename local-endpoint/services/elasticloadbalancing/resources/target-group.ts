import type {
  CreateTargetGroupCommandInput,
  ElasticLoadBalancingV2Client,
  TargetDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { parseArn } from '../../../kit/arn';
import { isSame } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { refuseExisting } from '../../../kit/resources/existing';
import { provider, toBoolean, toNumber } from '../../../kit/resources/provider';
import { listTags, type Tag } from '../../../kit/resources/tags';
import { changedAttributes, type Attribute } from './attributes';
import { updateLoadBalancingTags } from './tags';

type HealthCheck = Pick<
  CreateTargetGroupCommandInput,
  | 'HealthCheckEnabled'
  | 'HealthCheckIntervalSeconds'
  | 'HealthCheckPath'
  | 'HealthCheckPort'
  | 'HealthCheckProtocol'
  | 'HealthCheckTimeoutSeconds'
  | 'HealthyThresholdCount'
  | 'UnhealthyThresholdCount'
  | 'Matcher'
>;

interface TargetGroupProperties extends HealthCheck {
  readonly Name?: string;
  readonly IpAddressType?: CreateTargetGroupCommandInput['IpAddressType'];
  readonly Port?: number;
  readonly Protocol?: CreateTargetGroupCommandInput['Protocol'];
  readonly ProtocolVersion?: string;
  readonly TargetType?: CreateTargetGroupCommandInput['TargetType'];
  readonly VpcId?: string;
  readonly TargetGroupAttributes?: readonly Attribute[];
  readonly Targets?: TargetDescription[];
  readonly Tags?: readonly Tag[];
}

const HEALTH_CHECK: Readonly<Record<keyof HealthCheck, 'update'>> = {
  HealthCheckEnabled: 'update',
  HealthCheckIntervalSeconds: 'update',
  HealthCheckPath: 'update',
  HealthCheckPort: 'update',
  HealthCheckProtocol: 'update',
  HealthCheckTimeoutSeconds: 'update',
  HealthyThresholdCount: 'update',
  UnhealthyThresholdCount: 'update',
  Matcher: 'update',
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html */
export const targetGroup = provider<TargetGroupProperties>({
  properties: {
    ...HEALTH_CHECK,
    Name: 'replace',
    IpAddressType: 'replace',
    Port: 'replace',
    Protocol: 'replace',
    ProtocolVersion: 'replace',
    TargetType: 'replace',
    VpcId: 'replace',
    TargetGroupAttributes: 'update',
    Targets: 'update',
    Tags: 'update',
  },
  attributes: ['TargetGroupArn', 'TargetGroupFullName', 'TargetGroupName'],
  name: 'Name',
  tags: 'list',

  async create(properties, context) {
    const elb = await import('@aws-sdk/client-elastic-load-balancing-v2');
    const client = context.client(elb.ElasticLoadBalancingV2Client);
    const { IpAddressType, Protocol, ProtocolVersion, TargetType, VpcId, Tags } = properties;
    const Name = properties.Name ?? context.generatedName(32);
    const lookUp = client.send(new elb.DescribeTargetGroupsCommand({ Names: [Name] }));
    await refuseExisting(context, Name, lookUp, 'TargetGroupNotFoundException', 'TargetGroupNotFound');
    const { TargetGroups } = await client.send(
      new elb.CreateTargetGroupCommand({
        ...healthCheckOf(properties),
        Name,
        IpAddressType,
        Port: toNumber(properties.Port),
        Protocol,
        ProtocolVersion,
        TargetType,
        VpcId,
        Tags: Tags && listTags(Tags),
      }),
    );
    const arn = TargetGroups?.[0]?.TargetGroupArn ?? '';
    context.made(arn);
    await apply(client, arn, {}, properties);
    const TargetGroupFullName = parseArn(arn)?.resource ?? '';
    return {
      physicalId: arn,
      attributes: { TargetGroupArn: arn, TargetGroupFullName, TargetGroupName: Name },
    };
  },

  async update({ physicalId: TargetGroupArn, properties: before, attributes }, after, context) {
    const elb = await import('@aws-sdk/client-elastic-load-balancing-v2');
    const client = context.client(elb.ElasticLoadBalancingV2Client);
    if (!isSame(healthCheckOf(before), healthCheckOf(after))) {
      await client.send(new elb.ModifyTargetGroupCommand({ TargetGroupArn, ...healthCheckOf(after) }));
    }
    await apply(client, TargetGroupArn, before, after);
    await updateLoadBalancingTags(context, TargetGroupArn, before.Tags, after.Tags);
    return { physicalId: TargetGroupArn, attributes };
  },

  async delete({ physicalId: TargetGroupArn }, context) {
    const elb = await import('@aws-sdk/client-elastic-load-balancing-v2');
    const client = context.client(elb.ElasticLoadBalancingV2Client);
    const deletion = client.send(new elb.DeleteTargetGroupCommand({ TargetGroupArn }));
    await ignoring(deletion, 'TargetGroupNotFoundException', 'TargetGroupNotFound');
  },
});

const healthCheckOf = (properties: HealthCheck): HealthCheck => ({
  HealthCheckEnabled: toBoolean(properties.HealthCheckEnabled),
  HealthCheckIntervalSeconds: toNumber(properties.HealthCheckIntervalSeconds),
  HealthCheckPath: properties.HealthCheckPath,
  HealthCheckPort: properties.HealthCheckPort,
  HealthCheckProtocol: properties.HealthCheckProtocol,
  HealthCheckTimeoutSeconds: toNumber(properties.HealthCheckTimeoutSeconds),
  HealthyThresholdCount: toNumber(properties.HealthyThresholdCount),
  UnhealthyThresholdCount: toNumber(properties.UnhealthyThresholdCount),
  Matcher: properties.Matcher,
});

type Rest = Pick<TargetGroupProperties, 'TargetGroupAttributes' | 'Targets'>;

async function apply(
  client: ElasticLoadBalancingV2Client,
  TargetGroupArn: string,
  before: Rest,
  after: Rest,
): Promise<void> {
  const elb = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const Attributes = changedAttributes(before.TargetGroupAttributes, after.TargetGroupAttributes);
  if (Attributes.length > 0)
    await client.send(new elb.ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
  const left = without(before.Targets, after.Targets);
  const joined = without(after.Targets, before.Targets);
  if (left.length > 0) await client.send(new elb.DeregisterTargetsCommand({ TargetGroupArn, Targets: left }));
  if (joined.length > 0)
    await client.send(new elb.RegisterTargetsCommand({ TargetGroupArn, Targets: joined }));
}

const without = (targets: readonly TargetDescription[] = [], others: readonly TargetDescription[] = []) =>
  targets
    .filter((target) => !others.some((other) => isSame(target, other)))
    .map(({ Id, Port, AvailabilityZone }) => ({ Id, Port: toNumber(Port), AvailabilityZone }));
