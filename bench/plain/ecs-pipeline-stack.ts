import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EcsApplication, EcsDeploymentConfig, EcsDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Artifact, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import {
  CodeDeployEcsDeployAction,
  EcrSourceAction,
  ManualApprovalAction,
  S3SourceAction,
  S3Trigger,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { importService } from './imported-service';

export interface PlainEcsPipelineProps extends StackProps {
  /** Of the pipeline and everything it works on. */
  readonly pipelineName: string;
}

/**
 * What the factory's pipeline is measured against: the same pipeline, written with nothing but the L2 constructs as
 * their documentation shows them: an image and a settings object, an approval, a CodeDeploy blue/green deployment. Service,
 * sources and the approvers' topic are there already, which favours it.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_codepipeline_actions-readme.html
 */
export class PlainEcsPipelineStack extends Stack {
  constructor(scope: Construct, id: string, { pipelineName: name, ...props }: PlainEcsPipelineProps) {
    super(scope, id, props);
    const images = new Artifact('images');
    const settings = new Artifact('settings');
    const { service, blue, green, production, test, alarms } = importService(this, name);
    const deploymentGroup = new EcsDeploymentGroup(this, 'DeploymentGroup', {
      application: new EcsApplication(this, 'Application', { applicationName: name }),
      deploymentGroupName: name,
      service,
      deploymentConfig: EcsDeploymentConfig.ALL_AT_ONCE,
      blueGreenDeploymentConfig: {
        blueTargetGroup: blue,
        greenTargetGroup: green,
        listener: production,
        testListener: test,
        terminationWaitTime: Duration.minutes(5),
      },
      alarms,
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
    });

    new Pipeline(this, 'Pipeline', {
      pipelineName: name,
      pipelineType: PipelineType.V2,
      stages: [
        {
          stageName: 'Source',
          actions: [
            new EcrSourceAction({
              actionName: 'Image',
              repository: Repository.fromRepositoryName(this, 'Repository', name),
              imageTag: 'latest',
              output: images,
            }),
            new S3SourceAction({
              actionName: 'Settings',
              bucket: Bucket.fromBucketName(this, 'SettingsBucket', `${name}-settings`),
              bucketKey: 'settings.zip',
              trigger: S3Trigger.EVENTS,
              output: settings,
            }),
          ],
        },
        {
          stageName: 'Approval',
          actions: [
            new ManualApprovalAction({
              actionName: 'Approve',
              notificationTopic: Topic.fromTopicArn(
                this,
                'Approvers',
                `arn:aws:sns:${this.region}:${this.account}:approvers`,
              ),
            }),
          ],
        },
        {
          stageName: 'Deploy',
          actions: [
            new CodeDeployEcsDeployAction({
              actionName: 'Deploy',
              deploymentGroup,
              appSpecTemplateInput: settings,
              taskDefinitionTemplateInput: settings,
              containerImageInputs: [{ input: images, taskDefinitionPlaceholder: 'IMAGE1_NAME' }],
            }),
          ],
        },
      ],
    });
  }
}
