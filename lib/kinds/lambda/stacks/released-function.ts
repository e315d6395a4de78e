import { Validations } from 'aws-cdk-lib';
import type { CfnRole } from 'aws-cdk-lib/aws-iam';
import { CfnAlias, CfnEventInvokeConfig, CfnFunction, CfnVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import {
  notificationTopicName,
  type PipelineIdentity,
  pipelineName,
} from '../../../../handlers/contract/names';
import type { Environment } from '../../../config/model';
import { alarmOnOne } from '../../../foundation/alarm';
import { createLogGroup, logKey } from '../../../log-group';
import type { Arns } from '../../../pipeline/arns';
import type { Grant } from '../../../pipeline/grant';
import { inlineRole } from '../../../pipeline/role';
import type { LambdaFunction } from '../config/model';
import { errorAlarmName, functionLogGroupName, functionName, functionRoleName } from '../config/names';

export interface ReleasedFunctionProps {
  readonly identity: PipelineIdentity;
  readonly environment: Environment;
  readonly arns: Arns;
  readonly released: LambdaFunction;
  /** The alias whose traffic releases move. */
  readonly alias: string;
}

/**
 * A function with its role, its log group, its first version, the alias that begins there, and an alarm on the errors that
 * callers of the alias get. Of what a release brings nothing is in here: code and configuration are a placeholder's,
 * whatever the config has. docs/decisions/0015-lambda-releases.md
 */
export class ReleasedFunction extends Construct {
  constructor(scope: Construct, id: string, props: ReleasedFunctionProps) {
    super(scope, id);
    const { identity, environment, arns, released, alias } = props;
    const name = functionName(identity, released);
    const logGroup = createLogGroup(this, 'LogGroup', {
      name: functionLogGroupName(name),
      environment,
      keyArn: logKey(this, identity.prefix, environment),
    });
    const made = new CfnFunction(this, 'Function', {
      functionName: name,
      description: `Released by pipeline ${pipelineName(identity)}`,
      role: this.role(props),
      reservedConcurrentExecutions: released.reservedConcurrency,
      ...placeholder(identity),
    });
    made.node.addDependency(logGroup);
    explain(made, released);
    const version = new CfnVersion(this, 'Version', { functionName: made.ref });
    const live = new CfnAlias(this, 'Alias', {
      functionName: made.ref,
      functionVersion: version.attrVersion,
      name: alias,
    });
    if (released.onFailure !== undefined)
      new CfnEventInvokeConfig(this, 'Failures', {
        functionName: made.ref,
        qualifier: alias,
        destinationConfig: { onFailure: { destination: released.onFailure } },
      }).node.addDependency(live);
    alarmOnOne(this, 'Errors', {
      alarmName: errorAlarmName(identity, released),
      alarmDescription: 'The function failed for a caller of the alias: its log has the reason',
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensions: [
        { name: 'FunctionName', value: name },
        { name: 'Resource', value: `${name}:${alias}` },
      ],
      statistic: 'Sum',
      topic: arns.topic(notificationTopicName(identity.prefix, identity.environment)),
    });
  }

  private role({ identity, arns, released }: ReleasedFunctionProps): string {
    const { role } = released;
    return role.owned ? ownedRole(this, role.policies, { identity, arns, released }).attrArn : role.arn;
  }
}

/** A role that may write the function's log, and what the policies of the config allow. */
const ownedRole = (
  scope: Construct,
  policies: readonly string[],
  { identity, arns, released }: Pick<ReleasedFunctionProps, 'identity' | 'arns' | 'released'>,
): CfnRole =>
  inlineRole(scope, 'Role', {
    roleName: functionRoleName(identity, released),
    // AWS documents no condition that Lambda meets when it assumes an execution role: the function would never run.
    trusts: [{ principal: { Service: 'lambda.amazonaws.com' } }],
    grants: [
      {
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [arns.logStreams(functionLogGroupName(functionName(identity, released)))],
        because: 'Lambda chooses the names of the log streams',
      },
      ...networkGrants(released, arns),
      ...failureGrants(released),
    ],
    managedPolicies: policies.map((policy) =>
      policy.startsWith('arn:') ? policy : arns.managedPolicy(policy),
    ),
  });

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

/** What runs until the first release. An error, so that a queue or a caller that retries keeps its event. */
const placeholder = (identity: PipelineIdentity): Pick<CfnFunction, 'runtime' | 'handler' | 'code'> => ({
  runtime: 'nodejs22.x',
  handler: 'index.handler',
  code: {
    zipFile: `exports.handler = async () => {
  throw new Error('Nothing is released yet: pipeline ${pipelineName(identity)} releases this function');
};
`,
  },
});

/** Why the function differs from what AwsSolutions and Checkov recommend. */
function explain(made: CfnFunction, { reservedConcurrency, onFailure, network }: LambdaFunction): void {
  const reasons = [
    {
      id: 'AwsSolutions-L1',
      reason:
        'What runs until the first release is rehearsed with Node.js 22; a release brings its own runtime',
    },
    {
      id: 'CKV_AWS_115',
      reason: 'How much of the account’s concurrency the function gets is for its team to decide',
      isMet: reservedConcurrency !== undefined,
    },
    {
      id: 'CKV_AWS_116',
      reason:
        onFailure === undefined
          ? 'What becomes of events that fail is for whoever sends them to decide'
          : 'Events that fail go to the alias’s destination, which AWS recommends over a dead-letter queue',
    },
    {
      id: 'CKV_AWS_117',
      reason: network
        ? 'A release brings the function into its network'
        : 'The config names no network for the function',
    },
  ];
  Validations.of(made).acknowledge(
    ...reasons.filter(({ isMet = false }) => !isMet).map(({ id, reason }) => ({ id, reason })),
  );
}
