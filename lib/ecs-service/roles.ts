import { CfnRole } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { PipelineIdentity } from '../../handlers/contract/names';
import { Arns } from '../pipeline/arns';
import { type Trust, trustDocument } from '../pipeline/grant';
import { inlineRole } from '../pipeline/role';
import type { Environment } from '../config/model';
import { executionRoleName, logGroupName, taskRoleName } from './config/names';

export interface TaskRolesProps {
  readonly identity: PipelineIdentity;
  readonly environment: Environment;
  /** Names of the ECR repositories that the execution role may pull from. */
  readonly repositories: readonly string[];
}

/** The two roles taskdef.json names: one ECS starts tasks with, and an empty one for the application itself. */
export class TaskRoles extends Construct {
  readonly execution: CfnRole;
  readonly task: CfnRole;

  constructor(scope: Construct, id: string, { identity, environment, repositories }: TaskRolesProps) {
    super(scope, id);
    const arns = Arns.of(environment);
    this.execution = inlineRole(this, 'Execution', {
      roleName: executionRoleName(identity),
      trusts: [TASKS],
      grants: [
        {
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [arns.logStreams(logGroupName(identity))],
          because: 'ECS names the streams of this one log group after its tasks',
        },
        {
          actions: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          resources: repositories.map(arns.repository),
        },
        {
          actions: ['ecr:GetAuthorizationToken'],
          resources: ['*'],
          because: 'ECR knows no resource for the token, which by itself opens no repository',
        },
      ],
    });
    this.task = new CfnRole(this, 'Task', {
      roleName: taskRoleName(identity),
      assumeRolePolicyDocument: trustDocument([tasksOf(environment)]),
    });
  }
}

/**
 * Without condition: AWS documents one for the task role only, and were it not met here, no task would ever start.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
 */
const TASKS: Trust = { principal: { Service: 'ecs-tasks.amazonaws.com' } };

/** Tasks of this account and no other's. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html */
function tasksOf({ account }: Environment): Trust {
  return {
    ...TASKS,
    conditions: { StringEquals: { 'aws:SourceAccount': account } },
  };
}
