import { ignoring } from '../../../kit/resources/errors';
import { provider, type ResourceContext, toNumber } from '../../../kit/resources/provider';

interface ScheduledActionProperties {
  readonly AutoScalingGroupName: string;
  readonly DesiredCapacity?: number | string;
  readonly EndTime?: string;
  readonly MaxSize?: number | string;
  readonly MinSize?: number | string;
  readonly Recurrence?: string;
  readonly StartTime?: string;
  readonly TimeZone?: string;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-scheduledaction.html */
export const scheduledAction = provider<ScheduledActionProperties>({
  properties: {
    AutoScalingGroupName: 'replace',
    DesiredCapacity: 'update',
    EndTime: 'update',
    MaxSize: 'update',
    MinSize: 'update',
    Recurrence: 'update',
    StartTime: 'update',
    TimeZone: 'update',
  },
  attributes: ['ScheduledActionName'],

  create: (properties, context) => put(properties, context.generatedName(255), context),

  update: ({ physicalId }, after, context) => put(after, physicalId, context),

  async delete({ physicalId: ScheduledActionName, properties: { AutoScalingGroupName } }, context) {
    const { AutoScalingClient, DeleteScheduledActionCommand } = await import('@aws-sdk/client-auto-scaling');
    const command = new DeleteScheduledActionCommand({ AutoScalingGroupName, ScheduledActionName });
    await ignoring(context.client(AutoScalingClient).send(command), 'ValidationError');
  },
});

async function put(
  { DesiredCapacity, EndTime, MaxSize, MinSize, StartTime, ...properties }: ScheduledActionProperties,
  ScheduledActionName: string,
  context: ResourceContext,
) {
  const { AutoScalingClient, PutScheduledUpdateGroupActionCommand } = await import(
    '@aws-sdk/client-auto-scaling'
  );
  await context.client(AutoScalingClient).send(
    new PutScheduledUpdateGroupActionCommand({
      ...properties,
      ScheduledActionName,
      DesiredCapacity: toNumber(DesiredCapacity),
      MaxSize: toNumber(MaxSize),
      MinSize: toNumber(MinSize),
      EndTime: EndTime === undefined ? undefined : new Date(EndTime),
      StartTime: StartTime === undefined ? undefined : new Date(StartTime),
    }),
  );
  return { physicalId: ScheduledActionName, attributes: { ScheduledActionName } };
}
