import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { Environment } from '../config/model';

export interface NotificationRulesProps {
  readonly prefix: string;
  readonly environment: Environment;
  /** ARN. */
  readonly topic: string;
}

/** An event and the message that it sends. */
interface NotificationRule {
  readonly pattern: object;
  /** JSON paths into the event, by the names that the lines use in angle brackets. */
  readonly values: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

/** Publishes failures of this environment's pipelines; names of other environments end differently. */
export function notificationRules(
  scope: Construct,
  { prefix, environment, topic }: NotificationRulesProps,
): void {
  const names = [{ wildcard: `${prefix}-*-${environment.name}` }];
  const console = `https://${environment.region}.console.aws.amazon.com/codesuite`;
  notificationRule(scope, 'PipelineFailed', topic, pipelineFailed(names, console));
  notificationRule(scope, 'DeploymentFailed', topic, deploymentFailed(names, console));
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html */
function pipelineFailed(pipelines: readonly object[], console: string): NotificationRule {
  return {
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

function notificationRule(
  scope: Construct,
  id: string,
  topic: string,
  { pattern, values, lines }: NotificationRule,
): CfnRule {
  return new CfnRule(scope, id, {
    eventPattern: pattern,
    targets: [
      {
        id: 'Topic',
        arn: topic,
        inputTransformer: {
          inputPathsMap: values,
          inputTemplate: lines.map((line) => `"${line}"`).join('\n'),
        },
      },
    ],
  });
}
