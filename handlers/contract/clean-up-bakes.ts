import type { ActionFunction } from './action-function';

/**
 * Removes what a bake left that failed or was stopped: instance, volume, key pair, security group, image, snapshot. A bake
 * that succeeds invokes it too, for what earlier ones of its pipeline left whose own event was lost.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications-ref.html
 */
export const CLEAN_UP_BAKES: ActionFunction = {
  name: 'clean-up-bakes',
  description: 'Removes what bakes left that failed or were stopped',
  roleActions: [
    'codebuild:BatchGetBuilds',
    'ec2:CreateTags',
    'ec2:DeleteKeyPair',
    'ec2:DeleteSecurityGroup',
    'ec2:DeleteSnapshot',
    'ec2:DeleteVolume',
    'ec2:DeregisterImage',
    'ec2:DescribeImages',
    'ec2:DescribeInstances',
    'ec2:DescribeKeyPairs',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSnapshots',
    'ec2:DescribeTags',
    'ec2:DescribeVolumes',
    'ec2:TerminateInstances',
  ],
  eventsOnly: true,
  events: ({ prefix, environment }) => [
    {
      source: ['aws.codebuild'],
      'detail-type': ['CodeBuild Build State Change'],
      detail: {
        'project-name': [{ wildcard: `${prefix}-*-${environment}-bake` }],
        'build-status': ['SUCCEEDED', 'FAILED', 'STOPPED', 'FAULT', 'TIMED_OUT'],
      },
    },
  ],
};
