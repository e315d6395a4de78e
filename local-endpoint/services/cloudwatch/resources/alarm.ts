import type { PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import type { JsonObject } from '../../../kit/resources/json';
import { refuseExisting } from '../../../kit/resources/existing';
import { type ResourceContext, type ResourceProvider } from '../../../kit/resources/provider';
import { tagChanges, type Tag } from '../../../kit/resources/tags';
import { formatArn } from '../../../kit/arn';
import { deleteAlarm, findAlarm, tagAlarm } from './alarms';

const SETTINGS = [
  'ActionsEnabled',
  'AlarmActions',
  'AlarmDescription',
  'ComparisonOperator',
  'DatapointsToAlarm',
  'Dimensions',
  'EvaluateLowSampleCountPercentile',
  'EvaluationPeriods',
  'ExtendedStatistic',
  'InsufficientDataActions',
  'MetricName',
  'Metrics',
  'Namespace',
  'OKActions',
  'Period',
  'Statistic',
  'Threshold',
  'ThresholdMetricId',
  'TreatMissingData',
  'Unit',
];

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html */
export const alarm: ResourceProvider = {
  properties: {
    ...Object.fromEntries(SETTINGS.map((name) => [name, 'update' as const])),
    AlarmName: 'replace',
    Tags: 'update',
  },
  attributes: ['Arn'],
  name: 'AlarmName',
  tags: 'list',

  async create(properties, context) {
    const AlarmName = String((properties.AlarmName as string | undefined) ?? context.generatedName(255));
    await refuseExisting(context, AlarmName, findAlarm(context, AlarmName));
    await put(AlarmName, properties, context);
    return { physicalId: AlarmName, attributes: { Arn: arnOf(AlarmName, context) } };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    await put(physicalId, { ...after, Tags: [] }, context);
    await tagAlarm(context, arnOf(physicalId, context), tagChanges(tagsOf(before), tagsOf(after)));
    return { physicalId, attributes };
  },

  delete: async ({ physicalId }, context) => deleteAlarm(context, physicalId),
};

const tagsOf = (properties: JsonObject): readonly Tag[] =>
  (properties.Tags ?? []) as unknown as readonly Tag[];

const arnOf = (name: string, context: ResourceContext): string =>
  formatArn('cloudwatch', context, `alarm:${name}`);

const NUMBERS = /^(Period|EvaluationPeriods|DatapointsToAlarm|Threshold)$/;
const BOOLEANS = /^(ActionsEnabled|ReturnData)$/;

/** In templates numbers and booleans may be strings. */
async function put(AlarmName: string, properties: JsonObject, context: ResourceContext): Promise<void> {
  const { CloudWatchClient, PutMetricAlarmCommand } = await import('@aws-sdk/client-cloudwatch');
  const input = JSON.parse(
    JSON.stringify(properties, (key, value: unknown) =>
      NUMBERS.test(key) ? Number(value) : BOOLEANS.test(key) ? String(value) === 'true' : value,
    ),
  ) as PutMetricAlarmCommandInput;
  const { Tags, ...rest } = input;
  const tags = Tags !== undefined && Tags.length > 0 ? { Tags } : {};
  await context.client(CloudWatchClient).send(new PutMetricAlarmCommand({ ...rest, ...tags, AlarmName }));
}
