import { Stack, type StackProps } from 'aws-cdk-lib';
import { BuildSpec, LinuxBuildImage, PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import { Artifact, Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import {
  CodeBuildAction,
  CodeStarConnectionsSourceAction,
  ManualApprovalAction,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface PlainLambdaPipelineProps extends StackProps {
  /** Of the pipeline and everything it works on. */
  readonly pipelineName: string;
}

/**
 * What the factory's pipeline of a Lambda function is measured against: the same pipeline, written with nothing but the L2
 * constructs as their documentation shows them: a commit, a build, an approval, and a second build that calls
 * update-function-code, publish-version and update-alias. Function, alias, connection and the approvers' topic are there
 * already, and it moves all traffic at once, without an alarm, a record or a way back, which favours it.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_codepipeline_actions-readme.html
 */
export class PlainLambdaPipelineStack extends Stack {
  /** Whose build releases. */
  protected readonly release: PipelineProject;

  constructor(scope: Construct, id: string, { pipelineName: name, ...props }: PlainLambdaPipelineProps) {
    super(scope, id, props);
    const [commit, code] = [new Artifact('source'), new Artifact('code')];
    const project = (id: string, buildSpec: BuildSpec) =>
      new PipelineProject(this, id, {
        projectName: `${name}-${id.toLowerCase()}`,
        buildSpec,
        environment: { buildImage: LinuxBuildImage.AMAZON_LINUX_2023_5 },
      });
    const release = project('Release', this.releaseSpec());
    this.release = release;
    release.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:UpdateFunctionCode', 'lambda:PublishVersion', 'lambda:UpdateAlias'],
        resources: [`arn:aws:lambda:${this.region}:${this.account}:function:${name}`],
      }),
    );
    const topic = `arn:aws:sns:${this.region}:${this.account}:approvers`;
    new Pipeline(this, 'Pipeline', {
      pipelineName: name,
      pipelineType: PipelineType.V2,
      stages: [
        {
          stageName: 'Source',
          actions: [
            new CodeStarConnectionsSourceAction({
              actionName: 'Source',
              connectionArn: `arn:aws:codeconnections:${this.region}:${this.account}:connection/00000000-0000-0000-0000-000000000001`,
              owner: 'acme',
              repo: name,
              branch: 'main',
              output: commit,
            }),
          ],
        },
        {
          stageName: 'Build',
          actions: [
            new CodeBuildAction({
              actionName: 'Build',
              project: project('Build', BuildSpec.fromSourceFilename('buildspec.yml')),
              input: commit,
              outputs: [code],
            }),
          ],
        },
        {
          stageName: 'Approval',
          actions: [
            new ManualApprovalAction({
              actionName: 'Approve',
              notificationTopic: Topic.fromTopicArn(this, 'Approvers', topic),
            }),
          ],
        },
        {
          stageName: 'Deploy',
          actions: [new CodeBuildAction({ actionName: 'Deploy', project: release, input: code })],
        },
      ],
    });
  }

  protected releaseSpec(): BuildSpec {
    return buildSpecOf([
      'aws lambda update-alias --function-name $FUNCTION --name live --function-version $VERSION',
    ]);
  }
}

/** Publishes a version. @param move moves the alias to it */
export const buildSpecOf = (move: readonly string[]): BuildSpec =>
  BuildSpec.fromObject({
    version: '0.2',
    phases: {
      build: {
        commands: [
          'zip -r code.zip .',
          'aws lambda update-function-code --function-name $FUNCTION --zip-file fileb://code.zip',
          'VERSION=$(aws lambda publish-version --function-name $FUNCTION --query Version --output text)',
          ...move,
        ],
      },
    },
  });
