import type { Construct } from 'constructs';
import { Arns } from '../../../pipeline/arns';
import type { Grant } from '../../../pipeline/grant';
import { inlineRole } from '../../../pipeline/role';
import type { LambdaFunction, LambdaPipeline, OwnedFunction } from '../config/model';
import { functionLogGroupName, functionName, functionRoleName } from '../config/names';

export interface FunctionRoleProps {
  /** One that releases it. */
  readonly pipeline: LambdaPipeline;
  readonly released: OwnedFunction;
}

/**
 * The ARN of a function's role: one that is there already, or one that may write the function's log, what its network and
 * its destination need, and what the policies of the config allow.
 */
export function functionRole(scope: Construct, { pipeline, released }: FunctionRoleProps): string {
  const arns = Arns.of(pipeline.environment);
  const { role } = released;
  if (!role.owned) return role.arn;
  return inlineRole(scope, 'Role', {
    roleName: functionRoleName(pipeline, released),
    // AWS documents no condition that Lambda meets when it assumes an execution role: the function would never run.
    trusts: [{ principal: { Service: 'lambda.amazonaws.com' } }],
    grants: [
      {
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [arns.logStreams(functionLogGroupName(functionName(pipeline, released)))],
        because: 'Lambda chooses the names of the log streams',
      },
      ...networkGrants(released, arns),
      ...failureGrants(released),
    ],
    managedPolicies: role.policies.map((policy) =>
      policy.startsWith('arn:') ? policy : arns.managedPolicy(policy),
    ),
  }).attrArn;
}

/**
 * Lambda makes and removes the network interfaces of a function with the function's role.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
const networkGrants = ({ network }: LambdaFunction, arns: Arns): Grant[] =>
  network
    ? [
        {
          actions: [
            'ec2:AssignPrivateIpAddresses',
            'ec2:CreateNetworkInterface',
            'ec2:DeleteNetworkInterface',
            'ec2:UnassignPrivateIpAddresses',
          ],
          resources: [arns.ec2('*', '*')],
          because: 'EC2 chooses the ids of network interfaces, and AWS asks for all resources here',
        },
        {
          actions: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'],
          resources: ['*'],
          because: 'these take no resource',
        },
      ]
    : [];

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
const failureGrants = ({ onFailure }: LambdaFunction): Grant[] =>
  onFailure === undefined
    ? []
    : [
        {
          actions: [onFailure.split(':')[2] === 'sqs' ? 'sqs:SendMessage' : 'sns:Publish'],
          resources: [onFailure],
        },
      ];
