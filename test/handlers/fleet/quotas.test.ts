import { AwsError } from '../../../local-endpoint/kit/aws-error';
import { fleetHarness } from '../harness/fleet-harness';
import { failureOf, release } from '../harness/fleet-release';

/** A quota by the call that reaches it, and the error of that call. */
const QUOTAS = [
  {
    call: 'ec2:CreateLaunchTemplateVersion',
    code: 'VersionLimitExceeded',
    quota: 'EC2: versions per launch template',
    action: 'version',
  },
  {
    call: 'autoscaling:CreateAutoScalingGroup',
    code: 'LimitExceeded',
    quota: 'Auto Scaling groups per Region',
    action: 'green',
  },
  {
    call: 'autoscaling:PutScalingPolicy',
    code: 'LimitExceeded',
    quota: 'Auto Scaling: scaling policies per Auto Scaling group',
    action: 'green',
  },
] as const;

const harness = fleetHarness(
  {},
  QUOTAS.map(({ call }) => call),
);

test.each(QUOTAS)(
  '$call beyond a quota fails the release with its name, and leaves no group',
  async (one) => {
    const { fleet } = harness;
    await release(harness, 'e1000000', await fleet.image());
    await fleet.configure({ group: { scaling: { cpu: 60 } } });
    const before = await fleet.look();
    harness.answer(one.call, () => {
      throw new AwsError(one.code, 'You have reached a limit');
    });
    const played = await release(harness, 'e2000000', await fleet.image());
    harness.restore();
    const failed = one.action === 'version' ? played.version : played.green;
    expect(failed && failureOf(failed)).toContain(
      `The account's quota "${one.quota}" is reached: have it raised, then retry`,
    );
    await harness.cleanUp('e2000000');
    const { groups, weights, healthy } = await fleet.look();
    expect(groups.map(({ AutoScalingGroupName }) => AutoScalingGroupName)).toEqual(
      before.groups.map(({ AutoScalingGroupName }) => AutoScalingGroupName),
    );
    expect({ weights, healthy }).toEqual({ weights: before.weights, healthy: before.healthy });
  },
);
