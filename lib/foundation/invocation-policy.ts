import { CfnRule } from 'aws-cdk-lib/aws-events';
import { type CfnFunction, CfnResourcePolicy } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Arns } from '../pipeline/arns';
import { withDeadLetters } from '../pipeline/delivery';
import { oneOrMany } from '../pipeline/grant';

export interface InvocationPolicyProps {
  readonly function: CfnFunction;
  /** Names it in the policy's statements. */
  readonly functionName: string;
  readonly arns: Arns;
  /** Pattern of the ARNs of the roles that may invoke the function, where their own policies allow it. */
  readonly roles: string;
  /** EventBridge patterns of events that invoke it. */
  readonly events: readonly object[];
  /** ARN of the queue for events that could not be delivered. */
  readonly undeliveredEvents: string;
}

/**
 * Who may invoke an action function: the roles of the environment's pipelines, and the rules of its own events. Everybody
 * else of the account is denied it, whatever their policies allow, but for AWS's services, which need a statement of their
 * own. The whole policy is one resource, because setting it takes the place of single permissions.
 * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 * https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html
 */
export class InvocationPolicy extends Construct {
  constructor(scope: Construct, id: string, props: InvocationPolicyProps) {
    super(scope, id);
    const { function: target, functionName, arns, roles, events, undeliveredEvents } = props;
    const rules = events.map(
      (eventPattern, index) =>
        new CfnRule(this, `Event${index + 1}`, {
          eventPattern,
          targets: [{ id: 'Function', arn: target.attrArn, ...withDeadLetters(undeliveredEvents) }],
        }),
    );
    const invoke = { Action: 'lambda:InvokeFunction', Resource: arns.function(functionName) };
    const policy = new CfnResourcePolicy(this, 'Policy', {
      resourceArn: target.attrArn,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'PipelinesOnly',
            Effect: 'Deny',
            Principal: '*',
            ...invoke,
            Condition: {
              ArnNotLike: { 'aws:PrincipalArn': roles },
              Bool: { 'aws:PrincipalIsAWSService': 'false' },
            },
          },
          ...(rules.length > 0 ? [eventsOf(rules, invoke)] : []),
        ],
      },
    });
    // cfn-lint 1.51 does not know the type, which Lambda has had since July 2026.
    policy.addMetadata('cfn-lint', { config: { ignore_checks: ['E3006'] } });
  }
}

const eventsOf = (rules: readonly CfnRule[], invoke: object): object => ({
  Sid: 'Events',
  Effect: 'Allow',
  Principal: { Service: 'events.amazonaws.com' },
  ...invoke,
  Condition: { ArnEquals: { 'aws:SourceArn': oneOrMany(rules.map(({ attrArn }) => attrArn)) } },
});
