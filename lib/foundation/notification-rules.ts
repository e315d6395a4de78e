import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { foundationName } from '../../handlers/contract/names';
import type { Environment } from '../config/model';
import { withDeadLetters } from '../pipeline/delivery';
import { alarmOnOne } from './alarm';

export interface NotificationRulesProps {
  readonly prefix: string;
  readonly environment: Environment;
  /** ARN. */
  readonly topic: string;
  /** ARN of the role that may publish to it. */
  readonly role: string;
  /** ARN of the dead-letter queue. */
  readonly undeliveredEvents: string;
}

/** An event and the message that it sends. */
interface NotificationRule {
  /** What its alarm is called after. */
  readonly name: string;
  readonly pattern: object;
  /** JSON paths into the event, by the names that the lines use in angle brackets. */
  readonly values: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

/** Publishes failures of this environment's pipelines; names of other environments end differently. */
export function notificationRules(scope: Construct, props: NotificationRulesProps): void {
  const { prefix, environment } = props;
  const names = [{ wildcard: `${prefix}-*-${environment.name}` }];
  const console = `https://${environment.region}.console.aws.amazon.com/codesuite`;
  notificationRule(scope, 'PipelineFailed', props, pipelineFailed(names, console));
  notificationRule(scope, 'DeploymentFailed', props, deploymentFailed(names, console));
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html */
function pipelineFailed(pipelines: readonly object[], console: string): NotificationRule {
  return {
    name: 'pipeline-failed',
    pattern: {
      source: ['aws.codepipeline'],
      'detail-type': ['CodePipeline Pipeline Execution State Change'],
      detail: { pipeline: pipelines, state: ['FAILED'] },
    },
    values: { pipeline: '$.detail.pipeline', execution: '$.detail.execution-id', time: '$.time' },
    lines: [
      'Pipeline <pipeline> failed at <time> (execution <execution>).',
      `What went wrong: ${console}/codepipeline/pipelines/<pipeline>/executions/<execution>/timeline`,
    ],
  };
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html */
function deploymentFailed(applications: readonly object[], console: string): NotificationRule {
  return {
    name: 'deployment-failed',
    pattern: {
      source: ['aws.codedeploy'],
      'detail-type': ['CodeDeploy Deployment State-change Notification'],
      detail: { application: applications, state: ['FAILURE', 'STOP'] },
    },
    values: {
      application: '$.detail.application',
      deployment: '$.detail.deploymentId',
      state: '$.detail.state',
      time: '$.time',
    },
    lines: [
      'Deployment <deployment> of <application> ended with <state> at <time>; where rolling back is switched on, the release before it serves.',
      `What went wrong, and the deployment that rolls it back: ${console}/codedeploy/deployments/<deployment>`,
    ],
  };
}

/**
 * EventBridge publishes with a role of this account, so that the topic's own policy need not let in the service as a whole:
 * that statement could have no condition, and rules of every account would publish.
 * https://aws.amazon.com/about-aws/whats-new/2025/03/amazon-eventbridge-iam-execution-role-all-targets/
 */
function notificationRule(
  scope: Construct,
  id: string,
  { prefix, environment, topic, role, undeliveredEvents }: NotificationRulesProps,
  { name, pattern, values, lines }: NotificationRule,
): void {
  const rule = new CfnRule(scope, id, {
    eventPattern: pattern,
    targets: [
      {
        id: 'Topic',
        arn: topic,
        roleArn: role,
        inputTransformer: {
          inputPathsMap: values,
          inputTemplate: lines.map((line) => `"${line}"`).join('\n'),
        },
        ...withDeadLetters(undeliveredEvents),
      },
    ],
  });
  alarmOnOne(scope, `${id}Alarm`, {
    alarmName: `${foundationName(prefix, environment.name)}-${name}-not-sent`,
    alarmDescription: 'A notification could not be published: look at the rule that it names',
    namespace: 'AWS/Events',
    metricName: 'FailedInvocations',
    dimensions: [{ name: 'RuleName', value: rule.ref }],
    statistic: 'Sum',
    topic,
  });
}
