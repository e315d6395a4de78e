import { Stack } from 'aws-cdk-lib';
import { CfnTaskDefinition } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import type { PipelineIdentity } from '../../handlers/contract/names';
import { taskFamily } from './config/names';
import type { ServiceLogGroup } from './log-group';
import type { TaskRoles } from './roles';

/** Where the load balancer's traffic goes in a task. */
export interface TrafficContainer {
  /** The container's name. */
  readonly container: string;
  /** The port it listens on. */
  readonly port: number;
}

export interface PlaceholderTaskProps {
  readonly identity: PipelineIdentity;
  readonly traffic: TrafficContainer;
  readonly logGroup: ServiceLogGroup;
  readonly roles: TaskRoles;
}

/**
 * The first revision of the family, which runs until the first release: the load balancer's health check is answered
 * with 200 whatever its path, everybody else with 404 (a 5xx would set off the alarms that roll the first release
 * back). Of all that the config may change, only what `traffic` has of it would register a second revision, which then
 * comes between those of the pipeline.
 */
export class PlaceholderTask extends Construct {
  constructor(scope: Construct, id: string, { identity, traffic, logGroup, roles }: PlaceholderTaskProps) {
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
          name: traffic.container,
          image: 'public.ecr.aws/nginx/nginx:stable-alpine-slim',
          essential: true,
          memory: 512,
          command: [
            'sh',
            '-c',
            `echo '${configuration(traffic)}' > /etc/nginx/conf.d/default.conf && exec nginx -g 'daemon off;'`,
          ],
          portMappings: [{ containerPort: traffic.port, protocol: 'tcp' }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': logGroup.name,
              'awslogs-region': Stack.of(this).region,
              'awslogs-stream-prefix': 'placeholder',
            },
          },
        },
      ],
    });
    task.addResourceDependency(logGroup.resource);
  }
}

const configuration = ({ port }: TrafficContainer): string =>
  [
    `server { listen ${port}; access_log off; default_type text/plain;`,
    'if ($http_user_agent ~ ^ELB-HealthChecker) { return 200; }',
    'return 404 "Waiting for the first release"; }',
  ].join(' ');
