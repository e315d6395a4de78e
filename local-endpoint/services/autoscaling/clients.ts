import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { clientOf } from '../../kit/client';
import type { Scope } from '../../kit/scope';
import type { AutoScalingStore } from './store';

/** EC2 as Auto Scaling's own role calls it. A call that fails is repeated by the engine, not by the client. */
export const ec2Of = (store: AutoScalingStore, scope: Scope): EC2Client =>
  clientOf(EC2Client, store.asService(scope));

/** Elastic Load Balancing as Auto Scaling's own role calls it. */
export const elbOf = (store: AutoScalingStore, scope: Scope): ElasticLoadBalancingV2Client =>
  clientOf(ElasticLoadBalancingV2Client, store.asService(scope));
