import type { RefreshPreferences } from '@aws-sdk/client-auto-scaling';
import type { SetAlarmStateInput } from '@aws-sdk/client-cloudwatch';
import * as fc from 'fast-check';
import type { Step } from '../../../prove/compare/both';
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

/** Until a refresh of four instances, or its rollback, is at rest. */
const REST_SECONDS = 500;

const preferences = fc
  .record({
    healthy: fc.constantFrom([100, 110], [50, 100], [100, 100], [100, 200], [90, 100]),
    BakeTime: fc.constantFrom(0, 60),
    AutoRollback: fc.boolean(),
    SkipMatching: fc.boolean(),
    InstanceWarmup: fc.constantFrom(0, 40),
  })
  .map(({ healthy: [MinHealthyPercentage, MaxHealthyPercentage], ...others }) => ({
    ...{ MinHealthyPercentage, MaxHealthyPercentage },
    ...others,
  }));

const started = fc
  .tuple(fc.constantFrom('2', '3', '3', '4', '9'), preferences)
  .map(([version, given]) => start(version, given));

/** A refresh that is cancelled leaves both versions, of which Auto Scaling chooses by zones what is too many: no case of those. */
const meanwhile = fc.oneof(
  started,
  fc.constant(rollBack),
  fc.constantFrom('ALARM' as const, 'OK' as const).map(setAlarm),
  fc.constantFrom({ MinSize: 3 }, { DesiredCapacity: 3 }).map(update),
);

/** Refreshes, and what meets them when they have just begun; when all is at rest everything is read. */
export const refreshSequences: fc.Arbitrary<readonly Step[]> = fc
  .array(fc.tuple(started, fc.array(meanwhile, { maxLength: 3 })), { minLength: 1, maxLength: 2 })
  .map((rounds) => [
    ...VERSIONS,
    ...rounds.flatMap(([first, others]) => [
      ...[first, ...others].flatMap((step): Step[] => [step, { seconds: 1 }]),
      ...[...readAfter(REST_SECONDS), setAlarm('OK')],
    ]),
  ]);
