import { Validations } from 'aws-cdk-lib';
import { CfnSecurityGroup, CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { type PipelineIdentity, pipelineName } from '../../handlers/contract/names';

export interface ServiceSecurityGroupsProps {
  readonly identity: PipelineIdentity;
  readonly vpc: string;
  /** CIDR blocks that may reach the listeners. */
  readonly allowFrom: readonly string[];
  /** The listeners' ports. */
  readonly ports: readonly number[];
}

/** Addresses reach the load balancer on its listeners' ports; only the load balancer reaches the tasks. */
export class ServiceSecurityGroups extends Construct {
  /** Group id. */
  readonly loadBalancer: string;
  /** Group id. */
  readonly tasks: string;

  constructor(scope: Construct, id: string, props: ServiceSecurityGroupsProps) {
    super(scope, id);
    const name = pipelineName(props.identity);
    const tasks = new CfnSecurityGroup(this, 'Tasks', {
      groupDescription: `Tasks of ${name}`,
      vpcId: props.vpc,
    });
    const loadBalancer = new CfnSecurityGroup(this, 'LoadBalancer', {
      groupDescription: `Load balancer of ${name}`,
      vpcId: props.vpc,
      securityGroupIngress: props.ports.flatMap((port) => props.allowFrom.map((cidr) => admit(cidr, port))),
      securityGroupEgress: [{ ...ANY_TCP_PORT, destinationSecurityGroupId: tasks.attrGroupId }],
    });
    new CfnSecurityGroupIngress(this, 'LoadBalancerToTasks', {
      groupId: tasks.attrGroupId,
      sourceSecurityGroupId: loadBalancer.attrGroupId,
      ...ANY_TCP_PORT,
    });
    if (props.allowFrom.some((cidr) => cidr.endsWith('/0'))) {
      Validations.of(loadBalancer).acknowledge({
        id: 'AwsSolutions-EC23',
        reason: 'A public service, as its allowFrom allows; only the listeners’ ports are open.',
      });
    }
    this.loadBalancer = loadBalancer.attrGroupId;
    this.tasks = tasks.attrGroupId;
  }
}

/**
 * The release, not this stack, decides on which port the containers listen. Were one port named here, a change of it
 * would close the old one while the tasks that serve still listen on it.
 */
const ANY_TCP_PORT = { ipProtocol: 'tcp', fromPort: 0, toPort: 65_535 };

const admit = (cidr: string, port: number): CfnSecurityGroup.IngressProperty => ({
  ...(cidr.includes(':') ? { cidrIpv6: cidr } : { cidrIp: cidr }),
  ipProtocol: 'tcp',
  fromPort: port,
  toPort: port,
});
