import type { PutScalingPolicyCommandInput } from '@aws-sdk/client-auto-scaling';
import { ignoring } from '../../../kit/resources/errors';
import { plain } from '../../../kit/resources/json';
import { provider, type ResourceContext } from '../../../kit/resources/provider';

type ScalingPolicyProperties = Omit<PutScalingPolicyCommandInput, 'PolicyName' | 'Enabled'>;

/**
 * `Ref` returns the policy's ARN.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-scalingpolicy.html
 */
export const scalingPolicy = provider<ScalingPolicyProperties>({
  properties: {
    AdjustmentType: 'update',
    AutoScalingGroupName: 'replace',
    Cooldown: 'update',
    EstimatedInstanceWarmup: 'update',
    MetricAggregationType: 'update',
    MinAdjustmentMagnitude: 'update',
    MinAdjustmentStep: 'update',
    PolicyType: 'update',
    PredictiveScalingConfiguration: 'update',
    ScalingAdjustment: 'update',
    StepAdjustments: 'update',
    TargetTrackingConfiguration: 'update',
  },
  attributes: ['Arn', 'PolicyName'],

  create: (properties, context) => put(properties, context.generatedName(255), context),

  update: ({ attributes }, after, context) => put(after, plain(attributes['PolicyName']), context),

  async delete({ physicalId: PolicyName }, context) {
    const { AutoScalingClient, DeletePolicyCommand } = await import('@aws-sdk/client-auto-scaling');
    const deletion = context.client(AutoScalingClient).send(new DeletePolicyCommand({ PolicyName }));
    await ignoring(deletion, 'ValidationError'); // it went with its group
  },
});

async function put(properties: ScalingPolicyProperties, PolicyName: string, context: ResourceContext) {
  const { AutoScalingClient, PutScalingPolicyCommand } = await import('@aws-sdk/client-auto-scaling');
  const command = new PutScalingPolicyCommand({ ...properties, PolicyName });
  const { PolicyARN = '' } = await context.client(AutoScalingClient).send(command);
  return { physicalId: PolicyARN, attributes: { Arn: PolicyARN, PolicyName } };
}
