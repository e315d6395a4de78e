import type { BuildSpec } from 'aws-cdk-lib/aws-codebuild';
import { CfnDeploymentGroup, LambdaApplication, LambdaDeploymentConfig } from 'aws-cdk-lib/aws-codedeploy';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import {
  buildSpecOf,
  type PlainLambdaPipelineProps,
  PlainLambdaPipelineStack,
} from './lambda-pipeline-stack';

/**
 * The same with hooks before and after the traffic: the second build begins a deployment of CodeDeploy and waits for it. The
 * deployment group is none of L2, whose construct wants the alias in the same stack, and would move it itself.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_codedeploy-readme.html#lambda-applications
 */
export class PlainLambdaHooksPipelineStack extends PlainLambdaPipelineStack {
  constructor(scope: Construct, id: string, props: PlainLambdaPipelineProps) {
    super(scope, id, props);
    const application = new LambdaApplication(this, 'Application', { applicationName: props.pipelineName });
    const role = new Role(this, 'DeployRole', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
      managedPolicies: [
        ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSCodeDeployRoleForLambdaLimited'),
      ],
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: ['before', 'after'].map(
          (hook) => `arn:aws:lambda:${this.region}:${this.account}:function:${hook}`,
        ),
      }),
    );
    new CfnDeploymentGroup(this, 'DeploymentGroup', {
      applicationName: application.applicationName,
      serviceRoleArn: role.roleArn,
      deploymentConfigName: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES.deploymentConfigName,
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
    });
    this.release.addToRolePolicy(
      new PolicyStatement({
        actions: [
          'codedeploy:CreateDeployment',
          'codedeploy:GetDeployment',
          'codedeploy:GetDeploymentConfig',
          'codedeploy:RegisterApplicationRevision',
        ],
        resources: ['*'],
      }),
    );
  }

  protected override releaseSpec(): BuildSpec {
    return buildSpecOf([
      'DEPLOYMENT=$(aws deploy create-deployment --cli-input-json file://deployment.json --query deploymentId --output text)',
      'aws deploy wait deployment-successful --deployment-id $DEPLOYMENT',
    ]);
  }
}
