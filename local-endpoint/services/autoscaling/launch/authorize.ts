import { EC2Client, RunInstancesCommand, type Tag } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import { type CallContext } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { invalid } from '../input';
import type { GroupSubnet } from '../model';
import type { AutoScalingStore } from '../store';
import { runInstancesInput, typesOf } from './request';
import type { LaunchSource } from './source';
import { readTemplate } from './template';

/**
 * Checks that instances can be launched, by a dry run of RunInstances with the caller's own credentials, as Auto Scaling
 * does it: so the caller needs `ec2:RunInstances`, `ec2:CreateTags` where there are tags, and `iam:PassRole` for the
 * role of the instance profile.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
 * @param tags those of the group that go to its instances
 * @throws AwsError `AccessDenied`, or `ValidationError` with EC2's own message
 */
export async function checkLaunch(
  store: AutoScalingStore,
  context: CallContext,
  source: LaunchSource,
  subnet: GroupSubnet,
  tags: readonly Tag[],
): Promise<void> {
  const scope = scopeOf(context);
  const { accessKeyId } = context.caller;
  const identity = store.asService(scope);
  const credentials = { ...identity.credentials, accessKeyId };
  const caller = new EC2Client({ ...identity, credentials, maxAttempts: 1 });
  const template = await readTemplate(new EC2Client({ ...identity, maxAttempts: 1 }), source.template);
  const batch = { count: 1, subnet, type: typesOf(source)[0], spot: false };
  const command = new RunInstancesCommand({ ...runInstancesInput(template, batch, tags), DryRun: true });
  const refusal = await caller.send(command).then(
    () => undefined,
    (error: Error) => error,
  );
  if (!refusal || refusal.name === 'DryRunOperation') return;
  if (refusal.name === 'UnauthorizedOperation' || refusal.name.startsWith('AccessDenied'))
    throw new AwsError(
      'AccessDenied',
      `You are not authorized to use launch template: ${template.id}. ${refusal.message}`,
      403,
    );
  throw invalid(`You must use a valid fully-formed launch template. ${refusal.message}`);
}
