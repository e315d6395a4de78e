import {
  anyResource,
  arn,
  onResources,
  type PermissionRules,
  type ResourceArns,
  textOf,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html */
const group: ResourceArns = (input, call) =>
  arn(call, `autoScalingGroup:*:autoScalingGroupName/${textOf(input, 'AutoScalingGroupName') || '*'}`);

/** What Auto Scaling operations need. */
export const permissions: PermissionRules = {
  ...onResources(
    anyResource,
    'DescribeAutoScalingGroups DescribeAutoScalingInstances DescribeScalingActivities',
  ),
  ...onResources(group, 'CreateAutoScalingGroup UpdateAutoScalingGroup DeleteAutoScalingGroup'),
};
