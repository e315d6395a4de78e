import type { RefreshPreferences } from '@aws-sdk/client-auto-scaling';
import type { SetAlarmStateInput } from '@aws-sdk/client-cloudwatch';
import type { Step } from '../../../prove/compare/step';
import { BLUE, IMAGES, NAME, TARGET_GROUPS } from '../../../prove/kinds/asg-blue-green/names';
import { ALARM } from '../../../prove/kinds/asg-blue-green/settings';

const ASG = 'auto-scaling';

/** A call of the group that serves. */
const ofGroup = (operation: string, input: object = {}): Step => ({
  ...{ service: ASG, operation },
  input: { AutoScalingGroupName: BLUE, ...input },
});

const templateVersion = (at: number): Step => ({
  ...{ service: 'ec2', operation: 'CreateLaunchTemplateVersion' },
  input: {
    ...{ LaunchTemplateName: NAME, VersionDescription: `of ${IMAGES[at]}`, ClientToken: `token ${at}` },
    LaunchTemplateData: { ImageId: IMAGES[at], InstanceType: 't3.small' },
  },
});

/** Makes template versions 3 and 4, of the second and the third image. */
export const VERSIONS: readonly Step[] = [templateVersion(1), templateVersion(2)];

/** As functions ask for it: another instance is launched before one is terminated. */
const PREFERENCES: RefreshPreferences = {
  ...{ MinHealthyPercentage: 100, MaxHealthyPercentage: 110, InstanceWarmup: 0, BakeTime: 0 },
  ...{ AutoRollback: true, SkipMatching: true, AlarmSpecification: { Alarms: [ALARM] } },
};

export const start = (Version: string, preferences: RefreshPreferences = {}): Step =>
  ofGroup('StartInstanceRefresh', {
    DesiredConfiguration: { LaunchTemplate: { LaunchTemplateName: NAME, Version } },
    Preferences: { ...PREFERENCES, ...preferences },
  });

export const rollBack = ofGroup('RollbackInstanceRefresh');
export const cancel = ofGroup('CancelInstanceRefresh');
export const update = (input: object): Step => ofGroup('UpdateAutoScalingGroup', input);

export const deregister = (ImageId: string): Step => ({
  ...{ service: 'ec2', operation: 'DeregisterImage' },
  input: { ImageId },
});

export const setAlarm = (StateValue: 'ALARM' | 'OK'): Step => ({
  inModel: ({ cloudWatch }) => void (cloudWatch[ALARM] = StateValue),
  inOther: (call) => {
    const state: SetAlarmStateInput = { AlarmName: ALARM, StateValue, StateReason: 'as it is in the model' };
    return call('cloudwatch', 'SetAlarmState', state);
  },
});

/** Time, and all that functions read of a group and its refreshes. */
export const readAfter = (seconds: number): Step[] => [
  { seconds },
  ofGroup('DescribeInstanceRefreshes'),
  { service: ASG, operation: 'DescribeAutoScalingGroups', input: { AutoScalingGroupNames: [BLUE] } },
  {
    ...{ service: 'elastic-load-balancing-v2', operation: 'DescribeTargetHealth' },
    input: { TargetGroupArn: TARGET_GROUPS[0] },
  },
];
