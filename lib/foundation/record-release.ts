import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnEventInvokeConfig, CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { actionFunctionName } from '../../handlers/contract/names';
import { RECORD_RELEASE_VARIABLES } from '../../handlers/contract/record-release';
import type { Arns } from '../pipeline/arns';
import type { Environment } from '../spec/model';
import { HandlerFunction } from './function';

export interface RecordReleaseProps {
  readonly prefix: string;
  readonly environment: Environment;
  readonly arns: Arns;
  /** ARN of the queue of invocations that failed for good. */
  readonly failedInvocations: string;
}

/** Seconds; a look at the service, a few tags and one parameter take two or three. */
const TIMEOUT = 60;

/** Seconds; CodePipeline gives up an action that has not answered for so long. */
const MAXIMUM_EVENT_AGE = 1_200;

/**
 * The action function that protects what serves and writes down the release: as the last action of a pipeline, and
 * whenever CodeDeploy ends a deployment well, because a rollback does so too, whoever asked for it.
 */
export class RecordRelease extends Construct {
  constructor(scope: Construct, id: string, props: RecordReleaseProps) {
    super(scope, id);
    const { prefix, environment, arns, failedInvocations } = props;
    const { function: recorder } = new HandlerFunction(this, 'Handler', {
      functionName: actionFunctionName(prefix, environment.name, 'record-release'),
      description: 'Protects the images that serve and writes down the release',
      handler: 'record-release',
      environment,
      timeout: TIMEOUT,
      variables: {
        [RECORD_RELEASE_VARIABLES.prefix]: prefix,
        [RECORD_RELEASE_VARIABLES.environment]: environment.name,
      },
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
    new CfnEventInvokeConfig(this, 'Retries', {
      functionName: recorder.ref,
      qualifier: '$LATEST',
      maximumRetryAttempts: 2,
      maximumEventAgeInSeconds: MAXIMUM_EVENT_AGE,
      destinationConfig: { onFailure: { destination: failedInvocations } },
    });
    const rule = deploymentSucceeded(this, `${prefix}-*-${environment.name}`, recorder.attrArn);
    new CfnPermission(this, 'Permission', {
      functionName: recorder.ref,
      action: 'lambda:InvokeFunction',
      principal: 'events.amazonaws.com',
      sourceArn: rule.attrArn,
    });
  }
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html */
function deploymentSucceeded(scope: Construct, applications: string, functionArn: string): CfnRule {
  return new CfnRule(scope, 'DeploymentSucceeded', {
    eventPattern: {
      source: ['aws.codedeploy'],
      'detail-type': ['CodeDeploy Deployment State-change Notification'],
      detail: { application: [{ wildcard: applications }], state: ['SUCCESS'] },
    },
    targets: [{ id: 'RecordRelease', arn: functionArn }],
  });
}
