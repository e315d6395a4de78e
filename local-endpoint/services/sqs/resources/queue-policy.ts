import type { JsonObject } from '../../../kit/resources/json';
import { ignoring } from '../../../kit/resources/errors';
import { policyText, provider, type ResourceContext } from '../../../kit/resources/provider';

interface QueuePolicyProperties {
  readonly Queues: readonly string[];
  readonly PolicyDocument: JsonObject;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html */
export const queuePolicy = provider<QueuePolicyProperties>({
  properties: { Queues: 'update', PolicyDocument: 'update' },
  attributes: ['Id'],

  async create({ Queues, PolicyDocument }, context) {
    const physicalId = context.generatedName(128);
    context.made(physicalId);
    await set(context, Queues, policyText(PolicyDocument));
    return { physicalId, attributes: { Id: physicalId } };
  },

  async update({ physicalId, properties: before, attributes }, { Queues, PolicyDocument }, context) {
    await set(context, Queues, policyText(PolicyDocument));
    const left = before.Queues.filter((queue) => !Queues.includes(queue));
    await set(context, left, '');
    return { physicalId, attributes };
  },

  async delete({ properties }, context) {
    const reset = set(context, properties.Queues, '');
    await ignoring(reset, 'QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue');
  },
});

async function set(context: ResourceContext, queues: readonly string[], Policy: string): Promise<void> {
  const { SQSClient, SetQueueAttributesCommand } = await import('@aws-sdk/client-sqs');
  for (const QueueUrl of queues) {
    await context.client(SQSClient).send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy } }));
  }
}
