import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { RoleCredentials } from '../role-session';

/** What every function of a fleet calls, with the role of the pipeline that it works for. */
export interface FleetClients {
  readonly autoScaling: AutoScalingClient;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly ssm: SSMClient;
}

export const fleetClients = (credentials: RoleCredentials): FleetClients => ({
  autoScaling: new AutoScalingClient({ credentials }),
  elb: new ElasticLoadBalancingV2Client({ credentials }),
  ssm: new SSMClient({ credentials }),
});
