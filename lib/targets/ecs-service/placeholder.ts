import { Stack } from 'aws-cdk-lib';
import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import type { PipelineIdentity } from '../../../handlers/contract/names';
import { taskFamily } from '../ecs-service-names';
import type { ServiceLogGroup } from './log-group';
import type { TaskRoles } from './roles';

/** The container's name; a release brings its own. */
export const PLACEHOLDER_CONTAINER = 'placeholder';

/** The port it listens on; a release brings its own. */
export const PLACEHOLDER_PORT = 80;

export interface PlaceholderTaskProps {
  readonly identity: PipelineIdentity;
  readonly logGroup: ServiceLogGroup;
  readonly roles: TaskRoles;
}

/**
 * The first revision of the family, which runs until the first release: the load balancer's health check is answered
 * with 200 whatever its path, everybody else with 404 (a 5xx would set off the alarms that roll the first release
 * back). Nothing of it comes from what the spec may change, so there is
 * never a second revision from this stack to come between those of the pipeline.
 */
export class PlaceholderTask extends Construct {
  constructor(scope: Construct, id: string, { identity, logGroup, roles }: PlaceholderTaskProps) {
    super(scope, id);
    const task = new CfnTaskDefinition(this, 'Resource', {
      family: taskFamily(identity),
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '512',
      executionRoleArn: roles.execution.attrArn,
      taskRoleArn: roles.task.attrArn,
      containerDefinitions: [
        {
          name: PLACEHOLDER_CONTAINER,
          image: 'public.ecr.aws/nginx/nginx:stable-alpine-slim',
          essential: true,
          memory: 512,
          command: [
            'sh',
            '-c',
            `echo '${CONFIGURATION}' > /etc/nginx/conf.d/default.conf && exec nginx -g 'daemon off;'`,
          ],
          portMappings: [{ containerPort: PLACEHOLDER_PORT, protocol: 'tcp' }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': logGroup.name,
              'awslogs-region': Stack.of(this).region,
              'awslogs-stream-prefix': PLACEHOLDER_CONTAINER,
            },
          },
        },
      ],
    });
    task.addResourceDependency(logGroup.resource);
  }
}

const CONFIGURATION = [
  `server { listen ${PLACEHOLDER_PORT}; access_log off; default_type text/plain;`,
  'if ($http_user_agent ~ ^ELB-HealthChecker) { return 200; }',
  'return 404 "Waiting for the first release"; }',
].join(' ');
