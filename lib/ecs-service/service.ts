import { CfnCluster, CfnService, type CfnServiceProps } from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import type { PipelineIdentity } from '../../handlers/contract/names';
import { clusterName, serviceName, taskFamily } from './config/names';
import type { ServiceLoadBalancer } from '../load-balancing/load-balancer';
import type { ServiceLogGroup } from './log-group';
import type { ServiceNetwork } from '../load-balancing/network';
import { PlaceholderTask, type TrafficContainer } from './placeholder';
import type { TaskRoles } from './roles';
import type { OwnedEcsService } from './config/model';

export interface FargateServiceProps {
  readonly identity: PipelineIdentity;
  readonly service: OwnedEcsService;
  readonly network: ServiceNetwork;
  readonly loadBalancer: ServiceLoadBalancer;
  readonly logGroup: ServiceLogGroup;
  readonly roles: TaskRoles;
  /** The container of the placeholder that takes the load balancer's traffic. */
  readonly traffic: TrafficContainer;
  /** Who replaces the tasks, and how. */
  readonly deployment: Pick<CfnServiceProps, 'deploymentController' | 'deploymentConfiguration'>;
}

/**
 * A cluster with one Fargate service, which begins with the placeholder. Its task definition is the family's name, which
 * stands for whichever revision is the newest: CloudFormation sends all of a service's properties when one of them
 * differs, and a revision named here would put back what releases have long replaced. Only the pipeline of the service may
 * register revisions of its family; where ECS itself replaces the tasks, `update-task-definition` makes what was released
 * the newest again after a release that failed.
 * https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
 */
export class FargateService extends Construct {
  constructor(scope: Construct, id: string, props: FargateServiceProps) {
    super(scope, id);
    const { identity, loadBalancer, network, traffic } = props;
    const placeholder = new PlaceholderTask(this, 'Placeholder', props);
    const cluster = new CfnCluster(this, 'Cluster', {
      clusterName: clusterName(identity),
      clusterSettings: [{ name: 'containerInsights', value: 'enabled' }],
    });
    const service = new CfnService(this, 'Resource', {
      serviceName: serviceName(identity),
      cluster: cluster.ref,
      launchType: 'FARGATE',
      ...props.deployment,
      taskDefinition: taskFamily(identity),
      desiredCount: props.service.desiredCount,
      healthCheckGracePeriodSeconds: 60,
      loadBalancers: [
        {
          containerName: traffic.container,
          containerPort: traffic.port,
          targetGroupArn: loadBalancer.firstTargetGroup,
        },
      ],
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: network.targetSubnets,
          securityGroups: [loadBalancer.securityGroups.targets],
          assignPublicIp: network.assignPublicIp ? 'ENABLED' : 'DISABLED',
        },
      },
    });
    service.node.addDependency(placeholder, ...loadBalancer.listeners, ...network.wayOut);
  }
}
