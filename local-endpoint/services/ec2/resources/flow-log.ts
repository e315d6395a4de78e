import type { FlowLogsResourceType, LogDestinationType, TrafficType } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import { ignoring } from '../../../kit/resources/errors';
import { provider, toNumber } from '../../../kit/resources/provider';
import type { Tag } from '../../../kit/resources/tags';
import { retag, tagSpecification } from './tags';

interface FlowLogProperties {
  readonly ResourceId: string;
  readonly ResourceType: FlowLogsResourceType;
  readonly TrafficType?: TrafficType;
  readonly DeliverLogsPermissionArn?: string;
  readonly LogDestination?: string;
  readonly LogDestinationType?: LogDestinationType;
  readonly LogFormat?: string;
  readonly LogGroupName?: string;
  readonly MaxAggregationInterval?: number;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-flowlog.html */
export const flowLog = provider<FlowLogProperties>({
  properties: {
    ResourceId: 'replace',
    ResourceType: 'replace',
    TrafficType: 'replace',
    DeliverLogsPermissionArn: 'replace',
    LogDestination: 'replace',
    LogDestinationType: 'replace',
    LogFormat: 'replace',
    LogGroupName: 'replace',
    MaxAggregationInterval: 'replace',
    Tags: 'update',
  },
  attributes: ['Id'],
  tags: 'list',

  async create({ ResourceId, MaxAggregationInterval, Tags, ...properties }, context) {
    const { EC2Client, CreateFlowLogsCommand } = await import('@aws-sdk/client-ec2');
    const { FlowLogIds = [], Unsuccessful = [] } = await context.client(EC2Client).send(
      new CreateFlowLogsCommand({
        ...properties,
        ResourceIds: [ResourceId],
        MaxAggregationInterval: toNumber(MaxAggregationInterval),
        TagSpecifications: tagSpecification('vpc-flow-log', Tags),
      }),
    );
    const [failure] = Unsuccessful;
    if (failure?.Error)
      throw new AwsError(failure.Error.Code ?? 'InvalidRequest', failure.Error.Message ?? '');
    const id = FlowLogIds[0] ?? '';
    return { physicalId: id, attributes: { Id: id } };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    await retag(context, physicalId, before.Tags, after.Tags);
    return { physicalId, attributes };
  },

  async delete({ physicalId }, context) {
    const { EC2Client, DeleteFlowLogsCommand } = await import('@aws-sdk/client-ec2');
    const deletion = context.client(EC2Client).send(new DeleteFlowLogsCommand({ FlowLogIds: [physicalId] }));
    await ignoring(deletion, 'InvalidFlowLogId.NotFound');
  },
});
