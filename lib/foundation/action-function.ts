import { CfnEventInvokeConfig, type CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type ActionFunction as ActionFunctionName, actionFunctionName } from '../../handlers/contract/names';
import type { Arns } from '../pipeline/arns';
import type { Environment } from '../config/model';
import { HandlerFunction } from './function';

export interface ActionFunctionProps {
  readonly prefix: string;
  readonly environment: Environment;
  readonly arns: Arns;
  /** Which one: `handlers/<action>.ts`. */
  readonly action: ActionFunctionName;
  readonly description: string;
  /** @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** ARN of the queue of invocations that failed for good. */
  readonly failedInvocations: string;
}

/** Seconds; one look and what follows from it take two or three, and what is slow is looked at again by a later invocation. */
const TIMEOUT = 60;

/** Seconds; CodePipeline gives up an action that has not answered for so long. */
const MAXIMUM_EVENT_AGE = 1_200;

/** A function that the environment's pipelines invoke as an action, and that works with the role of the one in question. */
export class ActionFunction extends Construct {
  readonly function: CfnFunction;

  constructor(scope: Construct, id: string, props: ActionFunctionProps) {
    super(scope, id);
    const { prefix, environment, arns, action, description, variables, failedInvocations } = props;
    const made = new HandlerFunction(this, 'Handler', {
      functionName: actionFunctionName(prefix, environment.name, action),
      description,
      handler: action,
      environment,
      timeout: TIMEOUT,
      variables,
      grants: [
        {
          actions: ['codepipeline:PutJobFailureResult', 'codepipeline:PutJobSuccessResult'],
          resources: ['*'],
          because:
            'CodePipeline knows no resource for job results; the job id, which only the job tells, decides',
        },
        {
          actions: ['sts:AssumeRole'],
          resources: [arns.role(`${prefix}-*-${environment.name}`)],
          because: "It works with the role of the pipeline in question, one of this environment's",
        },
        { actions: ['sqs:SendMessage'], resources: [failedInvocations] },
      ],
    });
    this.function = made.function;
    new CfnEventInvokeConfig(this, 'Retries', {
      functionName: this.function.ref,
      qualifier: '$LATEST',
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: MAXIMUM_EVENT_AGE,
      destinationConfig: { onFailure: { destination: failedInvocations } },
    });
  }
}
