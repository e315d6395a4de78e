import type { ActionFunction } from './action-function';

/**
 * The events of a refresh that has ended, however it did.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-refresh-eventbridge-events.html
 */
export const ENDED_REFRESH_EVENTS: readonly string[] = [
  'EC2 Auto Scaling Instance Refresh Succeeded',
  'EC2 Auto Scaling Instance Refresh Failed',
  'EC2 Auto Scaling Instance Refresh Cancelled',
  'EC2 Auto Scaling Instance Refresh Rollback Succeeded',
  'EC2 Auto Scaling Instance Refresh Rollback Failed',
];

/**
 * Removes the Auto Scaling groups that a release left which failed, was stopped or superseded, or was rolled back. One
 * step an invocation: the end of an execution begins it, the termination of a group's instances ends it, or the end of the
 * group's instance refresh. A group that was there before the pipeline has any name, so that no pattern names it: its events
 * invoke nothing.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-event-reference.html
 */
export const CLEAN_UP_GROUPS: ActionFunction = {
  name: 'clean-up-groups',
  description: 'Removes Auto Scaling groups that releases left behind',
  roleActions: [
    'autoscaling:CancelInstanceRefresh',
    'autoscaling:CreateOrUpdateTags',
    'autoscaling:DeleteAutoScalingGroup',
    'autoscaling:DeleteTags',
    'autoscaling:DescribeAutoScalingGroups',
    'autoscaling:DescribeInstanceRefreshes',
    'autoscaling:RollbackInstanceRefresh',
    'autoscaling:UpdateAutoScalingGroup',
    'codepipeline:GetPipeline',
    'codepipeline:GetPipelineExecution',
    'codepipeline:GetPipelineState',
    'codepipeline:ListActionExecutions',
    'codepipeline:ListPipelineExecutions',
    'ec2:CreateTags',
    'ec2:RunInstances',
    'elasticloadbalancing:DescribeRules',
    'elasticloadbalancing:DescribeTargetHealth',
    'elasticloadbalancing:ModifyRule',
    'iam:PassRole',
    'ssm:GetParameterHistory',
    'ssm:GetParameters',
    'ssm:PutParameter',
  ],
  eventsOnly: true,
  events: ({ prefix, environment }) => [
    {
      source: ['aws.codepipeline'],
      'detail-type': ['CodePipeline Pipeline Execution State Change'],
      detail: {
        pipeline: [{ wildcard: `${prefix}-*-${environment}` }],
        state: ['SUCCEEDED', 'FAILED', 'STOPPED', 'SUPERSEDED', 'CANCELED'],
      },
    },
    {
      source: ['aws.autoscaling'],
      'detail-type': ['EC2 Instance Terminate Successful', ...ENDED_REFRESH_EVENTS],
      detail: { AutoScalingGroupName: [{ wildcard: `${prefix}-*-${environment}-*` }] },
    },
  ],
};
