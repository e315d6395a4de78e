import type { PutLifecycleHookCommandInput } from '@aws-sdk/client-auto-scaling';
import { ignoring } from '../../../kit/resources/errors';
import { provider, type ResourceContext } from '../../../kit/resources/provider';

type LifecycleHookProperties = Omit<PutLifecycleHookCommandInput, 'LifecycleHookName'> & {
  readonly LifecycleHookName?: string;
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-lifecyclehook.html */
export const lifecycleHook = provider<LifecycleHookProperties>({
  properties: {
    AutoScalingGroupName: 'replace',
    DefaultResult: 'update',
    HeartbeatTimeout: 'update',
    LifecycleHookName: 'replace',
    LifecycleTransition: 'update',
    NotificationMetadata: 'update',
    NotificationTargetARN: 'update',
    RoleARN: 'update',
  },
  name: 'LifecycleHookName',

  create: (properties, context) =>
    put(properties, properties.LifecycleHookName ?? context.generatedName(255), context),

  update: ({ physicalId }, after, context) => put(after, physicalId, context),

  async delete({ physicalId: LifecycleHookName, properties: { AutoScalingGroupName } }, context) {
    const { AutoScalingClient, DeleteLifecycleHookCommand } = await import('@aws-sdk/client-auto-scaling');
    const command = new DeleteLifecycleHookCommand({ AutoScalingGroupName, LifecycleHookName });
    await ignoring(context.client(AutoScalingClient).send(command), 'ValidationError');
  },
});

async function put(properties: LifecycleHookProperties, LifecycleHookName: string, context: ResourceContext) {
  const { AutoScalingClient, PutLifecycleHookCommand } = await import('@aws-sdk/client-auto-scaling');
  const command = new PutLifecycleHookCommand({ ...properties, LifecycleHookName });
  await context.client(AutoScalingClient).send(command);
  return { physicalId: LifecycleHookName };
}
