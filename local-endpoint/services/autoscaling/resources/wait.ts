import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { Clock } from '../../../kit/clock';

const POLL_MILLISECONDS = 5_000;

/** Whether a group does not exist, or not any more. */
export async function isGone(client: AutoScalingClient, name: string): Promise<boolean> {
  const { DescribeAutoScalingGroupsCommand } = await import('@aws-sdk/client-auto-scaling');
  const command = new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] });
  return (await client.send(command)).AutoScalingGroups?.length === 0;
}

/** Waits until a group that is being deleted is gone. */
export async function waitUntilGone(client: AutoScalingClient, name: string, clock: Clock): Promise<void> {
  while (!(await isGone(client, name))) await clock.sleep(POLL_MILLISECONDS);
}
