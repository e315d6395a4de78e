import type {
  Action,
  Certificate,
  CreateListenerCommandInput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ignoring } from '../../../kit/resources/errors';
import { provider, toNumber } from '../../../kit/resources/provider';
import { listTags, type Tag } from '../../../kit/resources/tags';
import { templateActions } from './actions';
import { changedAttributes, type Attribute } from './attributes';
import { updateLoadBalancingTags } from './tags';

interface ListenerProperties {
  readonly LoadBalancerArn: string;
  readonly DefaultActions: readonly Action[];
  readonly Port?: number;
  readonly Protocol?: CreateListenerCommandInput['Protocol'];
  readonly Certificates?: Certificate[];
  readonly SslPolicy?: string;
  readonly AlpnPolicy?: string[];
  readonly ListenerAttributes?: readonly Attribute[];
  readonly Tags?: readonly Tag[];
}

/**
 * An update sends every property, as CloudFormation does: a changed listener gets the default actions of the template,
 * even where CodeDeploy has changed them since.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html
 */
export const listener = provider<ListenerProperties>({
  properties: {
    LoadBalancerArn: 'replace',
    DefaultActions: 'update',
    Port: 'update',
    Protocol: 'update',
    Certificates: 'update',
    SslPolicy: 'update',
    AlpnPolicy: 'update',
    ListenerAttributes: 'update',
    Tags: 'update',
  },
  attributes: ['ListenerArn'],
  tags: 'list',

  async create(properties, context) {
    const elb = await import('@aws-sdk/client-elastic-load-balancing-v2');
    const client = context.client(elb.ElasticLoadBalancingV2Client);
    const { LoadBalancerArn, Tags, ListenerAttributes } = properties;
    const command = new elb.CreateListenerCommand({
      ...settingsOf(properties),
      LoadBalancerArn,
      Tags: Tags && listTags(Tags),
    });
    const arn = (await client.send(command)).Listeners?.[0]?.ListenerArn ?? '';
    context.made(arn);
    const Attributes = changedAttributes([], ListenerAttributes);
    if (Attributes.length > 0) {
      await client.send(new elb.ModifyListenerAttributesCommand({ ListenerArn: arn, Attributes }));
    }
    return { physicalId: arn, attributes: { ListenerArn: arn } };
  },

  async update({ physicalId: ListenerArn, properties: before, attributes }, after, context) {
    const elb = await import('@aws-sdk/client-elastic-load-balancing-v2');
    const client = context.client(elb.ElasticLoadBalancingV2Client);
    await client.send(new elb.ModifyListenerCommand({ ListenerArn, ...settingsOf(after) }));
    const Attributes = changedAttributes(before.ListenerAttributes, after.ListenerAttributes);
    if (Attributes.length > 0)
      await client.send(new elb.ModifyListenerAttributesCommand({ ListenerArn, Attributes }));
    await updateLoadBalancingTags(context, ListenerArn, before.Tags, after.Tags);
    return { physicalId: ListenerArn, attributes };
  },

  async delete({ physicalId: ListenerArn }, context) {
    const elb = await import('@aws-sdk/client-elastic-load-balancing-v2');
    const client = context.client(elb.ElasticLoadBalancingV2Client);
    const deletion = client.send(new elb.DeleteListenerCommand({ ListenerArn }));
    await ignoring(deletion, 'ListenerNotFoundException', 'ListenerNotFound');
  },
});

const settingsOf = ({
  DefaultActions,
  Port,
  Protocol,
  Certificates,
  SslPolicy,
  AlpnPolicy,
}: ListenerProperties) => ({
  DefaultActions: templateActions(DefaultActions),
  Port: toNumber(Port),
  Protocol,
  Certificates,
  SslPolicy,
  AlpnPolicy,
});
