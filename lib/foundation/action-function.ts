import { CfnEventInvokeConfig, type CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type ActionFunction, OWNER_VARIABLES } from '../../handlers/contract/action-function';
import { actionFunctionName } from '../../handlers/contract/names';
import type { Environment } from '../config/model';
import type { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import { alarmOnOne } from './alarm';
import { HandlerFunction } from './function';
import { InvocationPolicy } from './invocation-policy';

export interface DeployedActionFunctionProps {
  readonly prefix: string;
  readonly environment: Environment;
  readonly arns: Arns;
  readonly action: ActionFunction;
  /** ARN of the environment's key. */
  readonly keyArn: string;
  /** ARN of the dead-letter queue of EventBridge targets. */
  readonly undeliveredEvents: string;
  /** ARN of the topic that the alarm publishes to. */
  readonly topic: string;
}

/** One check and its calls take two or three; what is slow is checked again by a later invocation. */
const TIMEOUT_SECONDS = 60;

/** CodePipeline fails an action that has not answered for so long. */
const MAX_EVENT_AGE_SECONDS = 1_200;

/**
 * A function that the environment's pipelines invoke as an action. It assumes the role of the pipeline it works for.
 *
 * An invocation that fails for good is dropped, and an alarm on Lambda's own count of those notifies: a dead-letter queue
 * and a destination would both keep the event, in which CodePipeline sends the credentials of a session with the artifacts.
 * Neither can leave it out. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
export class DeployedActionFunction extends Construct {
  readonly function: CfnFunction;

  constructor(scope: Construct, id: string, props: DeployedActionFunctionProps) {
    super(scope, id);
    const { prefix, environment, arns, action, keyArn, undeliveredEvents, topic } = props;
    const owner = { prefix, environment: environment.name };
    const functionName = actionFunctionName(prefix, environment.name, action.name);
    const roles = arns.role(`${prefix}-*-${environment.name}`);
    const made = new HandlerFunction(this, 'Handler', {
      functionName,
      description: action.description,
      handler: action.name,
      memory: action.memory,
      environment,
      keyArn: environment.hardened ? keyArn : undefined,
      timeout: TIMEOUT_SECONDS,
      variables: { [OWNER_VARIABLES.prefix]: prefix, [OWNER_VARIABLES.environment]: environment.name },
      grants: [
        ...(action.eventsOnly ? [] : jobGrants(arns.pipeline(`${prefix}-*-${environment.name}`))),
        {
          actions: ['sts:AssumeRole'],
          resources: [roles],
          because: "It assumes the role of the pipeline it works for, one of this environment's",
        },
      ],
    });
    this.function = made.function;
    new CfnEventInvokeConfig(this, 'Retries', {
      functionName: this.function.ref,
      qualifier: '$LATEST',
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: MAX_EVENT_AGE_SECONDS,
    });
    alarmOnOne(this, 'Alarm', {
      alarmName: `${made.function.functionName}-events-dropped`,
      alarmDescription: 'This action function failed after every retry: its log has the reason',
      namespace: 'AWS/Lambda',
      metricName: 'AsyncEventsDropped',
      dimensions: [{ name: 'FunctionName', value: this.function.ref }],
      statistic: 'Sum',
      topic,
    });
    new InvocationPolicy(this, 'Invocation', {
      ...{ function: this.function, functionName, arns, roles, undeliveredEvents },
      events: action.events?.(owner) ?? [],
    });
  }
}

/** What confirming and answering jobs needs. @param pipelines ARN, or pattern of ARNs */
const jobGrants = (pipelines: string): Grant[] => [
  {
    actions: ['codepipeline:PutJobFailureResult', 'codepipeline:PutJobSuccessResult'],
    resources: ['*'],
    because: 'CodePipeline has no resource for job results; the job id, which only the job has, decides',
  },
  {
    actions: ['codepipeline:GetPipelineState', 'codepipeline:ListActionExecutions'],
    resources: [pipelines],
    because: "It asks each of this environment's pipelines whether a job is one of its actions in progress",
  },
];
