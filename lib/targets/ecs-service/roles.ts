import { Stack, Validations } from 'aws-cdk-lib';
import { CfnRole, Effect, PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { PipelineIdentity } from '../../../handlers/contract/names';
import type { ImageSource } from '../../spec/model';
import { executionRoleName, logGroupName, taskRoleName } from '../ecs-service-names';

export interface TaskRolesProps {
  readonly identity: PipelineIdentity;
  /** What the execution role may pull. */
  readonly images: readonly ImageSource[];
}

/** The two roles taskdef.json names: one ECS starts tasks with, and an empty one for the application itself. */
export class TaskRoles extends Construct {
  readonly execution: CfnRole;
  readonly task: CfnRole;

  constructor(scope: Construct, id: string, { identity, images }: TaskRolesProps) {
    super(scope, id);
    const logs = this.arn('logs', 'log-group', `${logGroupName(identity)}:*`);
    const repositories = [...new Set(images.map((image) => image.repository))];
    this.execution = this.createRole('Execution', executionRoleName(identity), [
      allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logs]),
      allow(
        ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        repositories.map((repository) => this.arn('ecr', 'repository', repository)),
      ),
      allow(['ecr:GetAuthorizationToken'], ['*']),
    ]);
    Validations.of(this.execution).acknowledge(
      {
        id: 'AwsSolutions-IAM5[Resource::*]',
        reason: 'ecr:GetAuthorizationToken knows no resource; it opens no repository by itself.',
      },
      {
        id: `AwsSolutions-IAM5[Resource::${logs.replace(Stack.of(this).partition, '<AWS::Partition>')}]`,
        reason: 'The streams of this one log group, which ECS names after its tasks.',
      },
    );
    this.task = this.createRole('Task', taskRoleName(identity), []);
  }

  private createRole(id: string, roleName: string, statements: PolicyStatement[]): CfnRole {
    return new CfnRole(this, id, {
      roleName,
      assumeRolePolicyDocument: this.trustTasksOfThisAccount(),
      policies: statements.length
        ? [{ policyName: 'tasks', policyDocument: new PolicyDocument({ statements }) }]
        : undefined,
    });
  }

  /** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html, against the confused deputy. */
  private trustTasksOfThisAccount(): PolicyDocument {
    const { account, partition, region } = Stack.of(this);
    return new PolicyDocument({
      statements: [
        new PolicyStatement({
          actions: ['sts:AssumeRole'],
          principals: [new ServicePrincipal('ecs-tasks.amazonaws.com')],
          conditions: {
            ArnLike: { 'aws:SourceArn': `arn:${partition}:ecs:${region}:${account}:*` },
            StringEquals: { 'aws:SourceAccount': account },
          },
        }),
      ],
    });
  }

  private arn(service: string, resource: string, resourceName: string): string {
    const separator = service === 'logs' ? ':' : '/';
    const { account, partition, region } = Stack.of(this);
    return `arn:${partition}:${service}:${region}:${account}:${resource}${separator}${resourceName}`;
  }
}

const allow = (actions: string[], resources: string[]): PolicyStatement =>
  new PolicyStatement({ effect: Effect.ALLOW, actions, resources });
