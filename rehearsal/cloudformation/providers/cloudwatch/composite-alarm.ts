import { refuseExisting } from '../existing';
import { provider, toBoolean, type ResourceContext } from '../provider';
import { deleteAlarm, findAlarm } from './alarms';

interface CompositeAlarmProperties {
  readonly AlarmName?: string;
  readonly AlarmRule: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled?: boolean;
  readonly AlarmActions?: string[];
  readonly InsufficientDataActions?: string[];
  readonly OKActions?: string[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-compositealarm.html */
export const compositeAlarm = provider<CompositeAlarmProperties>({
  properties: {
    AlarmName: 'replace',
    AlarmRule: 'update',
    AlarmDescription: 'update',
    ActionsEnabled: 'update',
    AlarmActions: 'update',
    InsufficientDataActions: 'update',
    OKActions: 'update',
  },
  attributes: ['Arn'],
  name: 'AlarmName',

  async create(properties, context) {
    const name = properties.AlarmName ?? context.generatedName(255);
    await refuseExisting(context, name, findAlarm(context, name));
    await put(name, properties, context);
    return { physicalId: name, attributes: { Arn: (await findAlarm(context, name)) ?? '' } };
  },

  async update({ physicalId, attributes }, properties, context) {
    await put(physicalId, properties, context);
    return { physicalId, attributes };
  },

  delete: async ({ physicalId }, context) => deleteAlarm(context, physicalId),
});

async function put(
  AlarmName: string,
  properties: CompositeAlarmProperties,
  context: ResourceContext,
): Promise<void> {
  const { CloudWatchClient, PutCompositeAlarmCommand } = await import('@aws-sdk/client-cloudwatch');
  const ActionsEnabled = toBoolean(properties.ActionsEnabled);
  await context
    .client(CloudWatchClient)
    .send(new PutCompositeAlarmCommand({ ...properties, ActionsEnabled, AlarmName }));
}
