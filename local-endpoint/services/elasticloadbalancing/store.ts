import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client, type TargetGroup } from '@aws-sdk/client-elastic-load-balancing-v2';
import { clientOf } from '../../kit/client';
import type { ServiceContext } from '../../kit/context';
import type { Scope } from '../../kit/scope';
import { Store } from '../../kit/store';
import type { Target } from './targets/target';
import { Usage } from './usage';

/** What load balancing keeps beside moto, by account and region. */
export class LoadBalancingStore extends Store<LoadBalancingState> {
  constructor(readonly context: ServiceContext) {
    super((scope) => ({
      targetGroups: new Map(),
      targets: new Map(),
      imageHealth: new Map(),
      usage: new Usage(this.loadBalancing(scope), () => context.clock.now()),
    }));
  }

  /** Calls load balancing itself in an account and region, with every right. */
  loadBalancing({ account, region }: Scope): ElasticLoadBalancingV2Client {
    return clientOf(ElasticLoadBalancingV2Client, this.context.aws.asService(account, region));
  }

  /** Calls EC2 in an account and region, with every right. */
  ec2({ account, region }: Scope): EC2Client {
    return clientOf(EC2Client, this.context.aws.asService(account, region));
  }
}

/** What load balancing keeps beside moto for one account in one region. */
export interface LoadBalancingState {
  /** Those read, by ARN, until they change; which load balancers use one changes without that. */
  readonly targetGroups: Map<string, Promise<TargetGroup>>;
  /** Registered and draining targets by the ARN of their target group, then by {@link targetKey}. */
  readonly targets: Map<string, Map<string, Target>>;
  /** The tag `rehearsal.health` of the AMI of each instance seen so far, by instance id; undefined where it has none. */
  readonly imageHealth: Map<string, string | undefined>;
  readonly usage: Usage;
}
