import { Stack, type StackProps } from 'aws-cdk-lib';
import {
  BuildEnvironmentVariableType,
  BuildSpec,
  LinuxBuildImage,
  PipelineProject,
} from 'aws-cdk-lib/aws-codebuild';
import { Artifact, Pipeline, PipelineType, type StageOptions } from 'aws-cdk-lib/aws-codepipeline';
import {
  CodeBuildAction,
  CodeStarConnectionsSourceAction,
  LambdaInvokeAction,
  ManualApprovalAction,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import {
  InstanceClass,
  InstanceSize,
  InstanceType,
  LaunchTemplate,
  SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';

export interface PlainFleetPipelineProps extends StackProps {
  /** Of the pipeline and everything it works on. */
  readonly pipelineName: string;
}

/** The functions that replace the group, in their order. */
const FUNCTIONS = [
  'create-launch-template-version',
  'create-green-group',
  'shift-traffic',
  'retire-blue-group',
] as const;

/**
 * What the factory's pipeline of a fleet is measured against: the same pipeline, written with nothing but the L2 constructs
 * as their documentation shows them: a commit, a bake, an approval, four functions. Load balancer, connection, the approvers'
 * topic and the functions themselves are there already, which favours it.
 * https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_codepipeline_actions-readme.html
 */
export class PlainFleetPipelineStack extends Stack {
  constructor(scope: Construct, id: string, { pipelineName: name, ...props }: PlainFleetPipelineProps) {
    super(scope, id, props);
    const commit = new Artifact('source');
    const template = new LaunchTemplate(this, 'LaunchTemplate', {
      launchTemplateName: name,
      instanceType: InstanceType.of(InstanceClass.T3, InstanceSize.SMALL),
      securityGroup: SecurityGroup.fromSecurityGroupId(this, 'Group', 'sg-00000001'),
      requireImdsv2: true,
    });
    new StringParameter(this, 'Settings', {
      parameterName: `/${name}/settings`,
      stringValue: JSON.stringify({ template: template.launchTemplateName, min: 2, max: 10 }),
    });
    new Pipeline(this, 'Pipeline', {
      pipelineName: name,
      pipelineType: PipelineType.V2,
      stages: [
        this.source(name, commit),
        this.bake(name, commit),
        this.approval(),
        {
          stageName: 'Deploy',
          actions: FUNCTIONS.slice(0, 3).map((each, index) => this.invoke(each, index + 1)),
        },
        { stageName: 'Retire', actions: FUNCTIONS.slice(3).map((each) => this.invoke(each, 1)) },
      ],
    });
  }

  private source(name: string, output: Artifact): StageOptions {
    return {
      stageName: 'Source',
      actions: [
        new CodeStarConnectionsSourceAction({
          actionName: 'Source',
          connectionArn: `arn:aws:codeconnections:${this.region}:${this.account}:connection/00000000-0000-0000-0000-000000000001`,
          owner: 'acme',
          repo: name,
          branch: 'main',
          output,
        }),
      ],
    };
  }

  /** A bake needs most of EC2's instances and images; none of it is counted against the plain code here. */
  private bake(name: string, input: Artifact): StageOptions {
    const project = new PipelineProject(this, 'Bake', {
      projectName: `${name}-bake`,
      buildSpec: BuildSpec.fromSourceFilename('buildspec.yml'),
      environment: { buildImage: LinuxBuildImage.AMAZON_LINUX_2023_5 },
      environmentVariables: {
        AMI_PARAMETER: { type: BuildEnvironmentVariableType.PLAINTEXT, value: `/${name}/ami-id` },
      },
    });
    project.addToRolePolicy(new PolicyStatement({ actions: ['ec2:*'], resources: ['*'] }));
    return { stageName: 'Bake', actions: [new CodeBuildAction({ actionName: 'Bake', project, input })] };
  }

  private approval(): StageOptions {
    return {
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
    };
  }

  private invoke(action: string, runOrder: number): LambdaInvokeAction {
    const lambda = LambdaFunction.fromFunctionName(this, action, action);
    return new LambdaInvokeAction({ actionName: action, lambda, runOrder });
  }
}
