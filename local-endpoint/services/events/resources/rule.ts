import type { RuleState, Target } from '@aws-sdk/client-eventbridge';
import { plain, type Json } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { refuseExisting } from '../../../kit/resources/existing';
import { policyText, provider, type ResourceContext } from '../../../kit/resources/provider';
import { listTags, tagChanges, type Tag } from '../../../kit/resources/tags';
import { deleteTargets, setTargets } from './targets';

interface RuleProperties {
  readonly Name?: string;
  readonly EventBusName?: string;
  readonly Description?: string;
  readonly EventPattern?: Json;
  readonly RoleArn?: string;
  readonly ScheduleExpression?: string;
  readonly State?: RuleState;
  readonly Targets?: readonly Target[];
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html */
export const rule = provider<RuleProperties>({
  properties: {
    Name: 'replace',
    EventBusName: 'replace',
    Description: 'update',
    EventPattern: 'update',
    RoleArn: 'update',
    ScheduleExpression: 'update',
    State: 'update',
    Targets: 'update',
    Tags: 'update',
  },
  attributes: ['Arn'],
  name: 'Name',
  tags: 'list',

  async create(properties, context) {
    const { EventBridgeClient, DescribeRuleCommand } = await import('@aws-sdk/client-eventbridge');
    const client = context.client(EventBridgeClient);
    const Name = properties.Name ?? context.generatedName(64);
    const { EventBusName, Targets = [] } = properties;
    const lookUp = client.send(new DescribeRuleCommand({ Name, EventBusName }));
    await refuseExisting(context, Name, lookUp, 'ResourceNotFoundException');
    const arn = await put(Name, properties, context, properties.Tags);
    const physicalId = isDefault(EventBusName) ? Name : `${EventBusName}|${Name}`;
    context.made(physicalId);
    await setTargets(client, { Rule: Name, EventBusName }, [], Targets);
    return { physicalId, attributes: { Arn: arn } };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    const { EventBridgeClient, TagResourceCommand, UntagResourceCommand } = await import(
      '@aws-sdk/client-eventbridge'
    );
    const client = context.client(EventBridgeClient);
    const Name = nameOf(physicalId);
    await put(Name, after, context);
    await setTargets(
      client,
      { Rule: Name, EventBusName: after.EventBusName },
      before.Targets ?? [],
      after.Targets ?? [],
    );
    const ResourceARN = plain(attributes.Arn);
    const { removed, set } = tagChanges(before.Tags, after.Tags);
    if (removed.length > 0) await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: removed }));
    if (set.length > 0) await client.send(new TagResourceCommand({ ResourceARN, Tags: set }));
    return { physicalId, attributes };
  },

  async delete({ physicalId, properties: { EventBusName, Targets = [] } }, context) {
    const { EventBridgeClient, DeleteRuleCommand } = await import('@aws-sdk/client-eventbridge');
    const client = context.client(EventBridgeClient);
    const Name = nameOf(physicalId);
    const removal = deleteTargets(client, { Rule: Name, EventBusName }, Targets);
    await ignoring(removal, 'ResourceNotFoundException');
    await ignoring(client.send(new DeleteRuleCommand({ Name, EventBusName })), 'ResourceNotFoundException');
  },
});

const isDefault = (bus: string | undefined): boolean => bus === undefined || bus === 'default';

const nameOf = (physicalId: string): string => physicalId.split('|').at(-1) ?? physicalId;

async function put(
  Name: string,
  properties: RuleProperties,
  context: ResourceContext,
  tags?: readonly Tag[],
): Promise<string> {
  const { EventBridgeClient, PutRuleCommand } = await import('@aws-sdk/client-eventbridge');
  const { EventPattern, Description, EventBusName, RoleArn, ScheduleExpression, State } = properties;
  const { RuleArn = '' } = await context.client(EventBridgeClient).send(
    new PutRuleCommand({
      Name,
      Description,
      EventBusName,
      EventPattern: EventPattern === undefined ? undefined : policyText(EventPattern),
      RoleArn,
      ScheduleExpression,
      State,
      Tags: tags && listTags(tags),
    }),
  );
  return RuleArn;
}
