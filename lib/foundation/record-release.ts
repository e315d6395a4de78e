import { CfnRule } from 'aws-cdk-lib/aws-events';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { RECORD_RELEASE_VARIABLES } from '../../handlers/contract/record-release';
import { ActionFunction, type ActionFunctionProps } from './action-function';

/**
 * The action function that protects what serves and writes down the release: as the last action of a pipeline, and
 * whenever CodeDeploy ends a deployment well, because a rollback does so too, whoever asked for it.
 */
export class RecordRelease extends ActionFunction {
  constructor(
    scope: Construct,
    id: string,
    props: Omit<ActionFunctionProps, 'action' | 'description' | 'variables'>,
  ) {
    const { prefix, environment } = props;
    super(scope, id, {
      ...props,
      action: 'record-release',
      description: 'Protects the images that serve and writes down the release',
      variables: {
        [RECORD_RELEASE_VARIABLES.prefix]: prefix,
        [RECORD_RELEASE_VARIABLES.environment]: environment.name,
      },
    });
    const rule = deploymentSucceeded(this, `${prefix}-*-${environment.name}`, this.function.attrArn);
    new CfnPermission(this, 'Permission', {
      functionName: this.function.ref,
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
