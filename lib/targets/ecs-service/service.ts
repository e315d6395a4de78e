import { CfnCluster, CfnService } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import type { PipelineIdentity } from '../../../handlers/contract/names';
import type { OwnedEcsService } from '../../spec/model';
import { clusterName, serviceName, taskFamily } from '../ecs-service-names';
import type { ServiceLoadBalancer } from './load-balancer';
import type { ServiceLogGroup } from './log-group';
import type { ServiceNetwork } from './network';
import { PLACEHOLDER_CONTAINER, PLACEHOLDER_PORT, PlaceholderTask } from './placeholder';
import type { TaskRoles } from './roles';

export interface BlueGreenServiceProps {
  readonly identity: PipelineIdentity;
  readonly service: OwnedEcsService;
  readonly network: ServiceNetwork;
  readonly loadBalancer: ServiceLoadBalancer;
  readonly logGroup: ServiceLogGroup;
  readonly roles: TaskRoles;
}

/**
 * A cluster with one Fargate service under CodeDeploy's control.
 *
 * ECS refuses a changed task definition, load balancer or network from anyone but CodeDeploy, and CloudFormation
 * sends all of a service's properties when one of them differs. So none of them comes from what a release, or a
 * changed container or port in the spec, could alter: the family's name stands for whichever revision there is, and
 * container and port are the placeholder's, which every appspec.yaml overrides with its own.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export class BlueGreenService extends Construct {
  constructor(scope: Construct, id: string, props: BlueGreenServiceProps) {
    super(scope, id);
    const { identity, loadBalancer, network } = props;
    const placeholder = new PlaceholderTask(this, 'Placeholder', props);
    const cluster = new CfnCluster(this, 'Cluster', {
      clusterName: clusterName(identity),
      clusterSettings: [{ name: 'containerInsights', value: 'enabled' }],
    });
    const service = new CfnService(this, 'Resource', {
      serviceName: serviceName(identity),
      cluster: cluster.ref,
      launchType: 'FARGATE',
      deploymentController: { type: 'CODE_DEPLOY' },
      taskDefinition: taskFamily(identity),
      desiredCount: props.service.desiredCount,
      healthCheckGracePeriodSeconds: 60,
      loadBalancers: [
        {
          containerName: PLACEHOLDER_CONTAINER,
          containerPort: PLACEHOLDER_PORT,
          targetGroupArn: loadBalancer.targetGroups.blue.ref,
        },
      ],
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: network.taskSubnets,
          securityGroups: [loadBalancer.securityGroups.tasks],
          assignPublicIp: network.assignPublicIp ? 'ENABLED' : 'DISABLED',
        },
      },
    });
    service.node.addDependency(placeholder, ...loadBalancer.listeners, ...network.wayOut);
  }
}
