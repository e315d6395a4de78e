import * as fc from 'fast-check';
import type { Step } from '../../../prove/compare/step';
import { IMAGES, NAME, parameter, RULE, TARGET_GROUPS } from '../../../prove/kinds/asg-blue-green/names';
import { SUBNETS } from '../../../prove/kinds/asg-blue-green/settings';

const ASG = 'auto-scaling';
const ELB = 'elastic-load-balancing-v2';

/** Few names, so that calls meet one another; one of each is of nothing. */
const group = fc.constantFrom('fleet-a', 'fleet-b', 'fleet-c');
const targetGroup = fc.constantFrom(
  ...TARGET_GROUPS,
  `${TARGET_GROUPS[0].replace('/4', '')}/0000000000000000`,
);
const template = fc.constantFrom(NAME, NAME, 'none');
const version = fc.constantFrom('1', '2', '3', '9');
const image = fc.constantFrom(...IMAGES, 'ami-00000000000000000');
const name = fc.constantFrom(parameter('asg/new'), parameter('asg/old'), parameter('ami-id'), '/shop/none');
const size = fc.integer({ min: 0, max: 3 });
const tag = fc.record({
  Key: fc.constantFrom('one', 'two'),
  Value: fc.constantFrom('', 'a', 'b'),
  PropagateAtLaunch: fc.boolean(),
});

const call = (service: string, operation: string, input: fc.Arbitrary<object>): fc.Arbitrary<Step> =>
  input.map((made) => ({ service, operation, input: made }));

const taggedAs = (AutoScalingGroupName: string) => ({
  ResourceId: AutoScalingGroupName,
  ResourceType: 'auto-scaling-group',
});

const createGroup = fc
  .record({ AutoScalingGroupName: group, MinSize: size, MaxSize: size, DesiredCapacity: size })
  .chain((sizes) =>
    fc
      .record({
        target: targetGroup,
        Version: version,
        tags: fc.uniqueArray(tag, { selector: ({ Key }) => Key }),
      })
      .map(({ target, Version, tags }) => ({
        ...sizes,
        LaunchTemplate: { LaunchTemplateName: NAME, Version },
        TargetGroupARNs: [target],
        ...{ VPCZoneIdentifier: SUBNETS.join(','), HealthCheckType: 'ELB', HealthCheckGracePeriod: 60 },
        Tags: tags.map((one) => ({ ...taggedAs(sizes.AutoScalingGroupName), ...one })),
      })),
  );

const OPTIONAL = { requiredKeys: [] };

/** Calls that change groups. */
const groups = fc.oneof(
  call(ASG, 'CreateAutoScalingGroup', createGroup),
  call(
    ASG,
    'UpdateAutoScalingGroup',
    fc
      .tuple(group, fc.record({ MinSize: size, MaxSize: size, DesiredCapacity: size }, OPTIONAL))
      .map(([AutoScalingGroupName, sizes]) => ({ AutoScalingGroupName, ...sizes })),
  ),
  call(ASG, 'DeleteAutoScalingGroup', fc.record({ AutoScalingGroupName: group })),
  call(
    ASG,
    'CreateOrUpdateTags',
    fc.tuple(group, tag).map(([one, its]) => ({ Tags: [{ ...taggedAs(one), ...its }] })),
  ),
  call(
    ASG,
    'DeleteTags',
    fc.tuple(group, tag).map(([one, { Key }]) => ({ Tags: [{ ...taggedAs(one), Key }] })),
  ),
);

const balancer = fc.oneof(
  call(
    ELB,
    'ModifyRule',
    fc
      .tuple(fc.constantFrom(RULE, RULE, `${RULE}9`), fc.integer({ min: 0, max: 100 }))
      .map(([RuleArn, weight]) => ({
        RuleArn,
        Actions: [
          {
            Type: 'forward',
            ForwardConfig: {
              TargetGroups: TARGET_GROUPS.map((TargetGroupArn, at) => ({
                TargetGroupArn,
                Weight: at === 0 ? weight : 100 - weight,
              })),
            },
          },
        ],
      })),
  ),
  call(ELB, 'DescribeTargetHealth', fc.record({ TargetGroupArn: targetGroup })),
  call(
    ELB,
    'DescribeTargetGroups',
    targetGroup.map((one) => ({ TargetGroupArns: [one] })),
  ),
  call(ELB, 'DescribeTargetGroupAttributes', fc.record({ TargetGroupArn: targetGroup })),
);

const parameters = fc.oneof(
  call(
    'ssm',
    'PutParameter',
    fc.record({
      Name: name,
      Value: fc.constantFrom('a', 'b'),
      Type: fc.constant('String'),
      Overwrite: fc.boolean(),
    }),
  ),
  call(
    'ssm',
    'GetParameters',
    fc
      .uniqueArray(
        fc.tuple(name, fc.constantFrom('', ':1', ':2', ':7')).map((parts) => parts.join('')),
        {
          minLength: 1,
          maxLength: 3,
          selector: (one) => one.split(':')[0],
        },
      )
      .map((Names) => ({ Names })),
  ),
  call('ssm', 'GetParameterHistory', fc.record({ Name: name })),
);

const images = fc.oneof(
  call(
    'ec2',
    'CreateLaunchTemplateVersion',
    fc.tuple(template, image, fc.constantFrom('one', 'two')).map(([LaunchTemplateName, ImageId, text]) => ({
      ...{
        LaunchTemplateName,
        VersionDescription: `${text} ${ImageId}`,
        ClientToken: `${LaunchTemplateName} ${text} ${ImageId}`,
      },
      LaunchTemplateData: { ImageId, InstanceType: 't3.small' },
    })),
  ),
  call(
    'ec2',
    'DescribeLaunchTemplateVersions',
    fc
      .tuple(template, fc.option(fc.constantFrom('$Default', '$Latest', '2', '9')))
      .map(([LaunchTemplateName, one]) => ({ LaunchTemplateName, ...(one && { Versions: [one] }) })),
  ),
  call(
    'ec2',
    'DeleteLaunchTemplateVersions',
    fc.record({ LaunchTemplateName: template, Versions: version.map((one) => [one]) }),
  ),
  call(
    'ec2',
    'DescribeImages',
    image.map((one) => ({ ImageIds: [one] })),
  ),
  call(
    'ec2',
    'DescribeImages',
    fc.constant({ Owners: ['self'], Filters: [{ Name: 'tag:pipeline-factory:pipeline', Values: [NAME] }] }),
  ),
  call('ec2', 'DeregisterImage', fc.record({ ImageId: image })),
  call(
    'ec2',
    'DescribeInstances',
    image.map((one) => ({ Filters: [{ Name: 'image-id', Values: [one] }] })),
  ),
);

const alarms = call(
  'cloudwatch',
  'DescribeAlarms',
  fc.constantFrom([`${NAME}-errors`], ['none']).map((AlarmNames) => ({ AlarmNames })),
);

const time = fc.integer({ min: 1, max: 12 }).map((fives): Step => ({ seconds: fives * 5 }));

const describeGroups: Step = { service: ASG, operation: 'DescribeAutoScalingGroups', input: {} };
const describeTargets = TARGET_GROUPS.map(
  (TargetGroupArn): Step => ({ service: ELB, operation: 'DescribeTargetHealth', input: { TargetGroupArn } }),
);

/** Calls, valid ones and such that are refused, and time; whenever time has passed, everything is read. */
export const sequences: fc.Arbitrary<readonly Step[]> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: groups },
      { weight: 2, arbitrary: balancer },
      { weight: 2, arbitrary: parameters },
      { weight: 3, arbitrary: images },
      { weight: 1, arbitrary: alarms },
      { weight: 3, arbitrary: time },
    ),
    { minLength: 10, maxLength: 30 },
  )
  .map((steps) => [...steps, { seconds: 120 }])
  .map((steps) =>
    steps.flatMap((step) => ('seconds' in step ? [step, describeGroups, ...describeTargets] : [step])),
  );
