import { Validations } from 'aws-cdk-lib';
import { CfnSecurityGroup, CfnSecurityGroupIngress } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { type PipelineIdentity, pipelineName } from '../../handlers/contract/names';

export interface ServiceSecurityGroupsProps {
  readonly identity: PipelineIdentity;
  readonly vpc: string;
  /** The listeners' ports, and the CIDR blocks that may reach each. */
  readonly listeners: readonly { readonly port: number; readonly allowFrom: readonly string[] }[];
  readonly targets: TargetSecurity;
}

/** What is behind a load balancer, and what of it the load balancer reaches. */
export interface TargetSecurity {
  /** Id of the construct of their security group; its description begins with it. */
  readonly id: 'Tasks' | 'Instances';
  /** The one port. @default - any: the release, not the stack, decides on which port they listen */
  readonly port?: number;
}

/** Addresses reach the load balancer on its listeners' ports; only the load balancer reaches its targets. */
export class ServiceSecurityGroups extends Construct {
  /** Group id. */
  readonly loadBalancer: string;
  /** Group id. */
  readonly targets: string;

  constructor(scope: Construct, id: string, props: ServiceSecurityGroupsProps) {
    super(scope, id);
    const name = pipelineName(props.identity);
    const reached = tcp(props.targets.port);
    const targets = new CfnSecurityGroup(this, props.targets.id, {
      groupDescription: `${props.targets.id} of ${name}`,
      vpcId: props.vpc,
    });
    const loadBalancer = new CfnSecurityGroup(this, 'LoadBalancer', {
      groupDescription: `Load balancer of ${name}`,
      vpcId: props.vpc,
      securityGroupIngress: props.listeners.flatMap(({ port, allowFrom }) =>
        allowFrom.map((cidr) => admit(cidr, port)),
      ),
      securityGroupEgress: [{ ...reached, destinationSecurityGroupId: targets.attrGroupId }],
    });
    const toTargets = new CfnSecurityGroupIngress(this, `LoadBalancerTo${props.targets.id}`, {
      groupId: targets.attrGroupId,
      sourceSecurityGroupId: loadBalancer.attrGroupId,
      ...reached,
    });
    const reason = 'A public service, as its allowFrom allows; only the listeners’ ports are open.';
    const open = props.listeners.filter(({ allowFrom }) => allowFrom.some(isEverywhere));
    if (open.length) Validations.of(loadBalancer).acknowledge({ id: 'AwsSolutions-EC23', reason });
    if (open.some(({ port }) => port === 80))
      Validations.of(loadBalancer).acknowledge({ id: 'CKV_AWS_260', reason });
    for (const group of [loadBalancer, toTargets])
      Validations.of(group).acknowledge({
        id: 'CKV_AWS_23',
        reason:
          'The groups have descriptions; that of a rule cannot be changed while traffic relies on the rule',
      });
    this.loadBalancer = loadBalancer.attrGroupId;
    this.targets = targets.attrGroupId;
  }
}

/**
 * Of ECS the release, not the stack, decides on which port the containers listen. Were one port named there, a change of
 * it would close the old one while the tasks that serve still listen on it.
 */
const tcp = (port?: number) => ({ ipProtocol: 'tcp', fromPort: port ?? 0, toPort: port ?? 65_535 });

/** Whether a CIDR block is the whole Internet. */
export const isEverywhere = (cidr: string): boolean => cidr.endsWith('/0');

const admit = (cidr: string, port: number): CfnSecurityGroup.IngressProperty => ({
  ...(cidr.includes(':') ? { cidrIpv6: cidr } : { cidrIp: cidr }),
  ipProtocol: 'tcp',
  fromPort: port,
  toPort: port,
});
