import { CfnRule } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { Environment } from '../config/model';

export interface MailRulesProps {
  readonly prefix: string;
  readonly environment: Environment;
  /** ARN. */
  readonly topic: string;
}

/** An event that people are told of, and in which words. */
interface Mail {
  readonly pattern: object;
  /** What the lines may name in angle brackets, and where the event says it. */
  readonly values: Readonly<Record<string, string>>;
  readonly lines: readonly string[];
}

/** The rules that mail people of this environment's pipelines; names of other environments do not end as theirs do. */
export function mailRules(scope: Construct, { prefix, environment, topic }: MailRulesProps): void {
  const names = [{ wildcard: `${prefix}-*-${environment.name}` }];
  const console = `https://${environment.region}.console.aws.amazon.com/codesuite`;
  mailRule(scope, 'PipelineFailed', topic, pipelineFailed(names, console));
  mailRule(scope, 'DeploymentFailed', topic, deploymentFailed(names, console));
}

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html */
function pipelineFailed(pipelines: readonly object[], console: string): Mail {
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
function deploymentFailed(applications: readonly object[], console: string): Mail {
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

function mailRule(scope: Construct, id: string, topic: string, { pattern, values, lines }: Mail): CfnRule {
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
