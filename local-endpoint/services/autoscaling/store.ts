import { randomUUID } from 'node:crypto';
import { AwsError } from '../../kit/aws-error';
import type { AwsIdentity } from '../../kit/aws';
import type { ServiceContext } from '../../kit/context';
import type { Scope } from '../../kit/scope';
import { asServiceLinkedRole } from '../../kit/service-linked-role';
import { Store } from '../../kit/store';
import type { GroupRecord, ScalingActivity } from './model';

/** The quota of groups in a region. https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html */
export const MAX_GROUPS = 500;

/** What Auto Scaling keeps, by account and region. */
export class AutoScalingStore extends Store<AutoScalingState> {
  constructor(readonly context: ServiceContext) {
    super((scope) => ({ scope, groups: new Map(), changing: new Set(), pastActivities: [] }));
  }

  /** How other services are called: with the service-linked role, which may do everything. */
  asService(scope: Scope): AwsIdentity {
    const state = this.in(scope);
    state.identity ??= asServiceLinkedRole(this.context, scope, 'AWSServiceRoleForAutoScaling');
    return state.identity;
  }

  now(): Date {
    return this.context.clock.now();
  }
}

/** What Auto Scaling keeps for one account in one region. */
export interface AutoScalingState {
  readonly scope: Scope;
  /** The service-linked role's. @default - it has not been used yet */
  identity?: AwsIdentity;
  /** By name, oldest first. */
  readonly groups: Map<string, GroupRecord>;
  /** Names of groups that a call is creating or changing. */
  readonly changing: Set<string>;
  /** Of groups that are deleted, newest first. */
  readonly pastActivities: ScalingActivity[];
}

/**
 * A group by its name or ARN.
 * @throws AwsError `ValidationError` where there is none
 */
export function findGroup(state: AutoScalingState, nameOrArn = ''): GroupRecord {
  const name = nameOrArn.split('autoScalingGroupName/').at(-1) ?? nameOrArn;
  const group = state.groups.get(name);
  if (!group) throw groupNotFound(name);
  return group;
}

/** AWS's error for a group that does not exist. */
const groupNotFound = (name: string): AwsError =>
  new AwsError('ValidationError', `AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`);

/** A new ARN of something that belongs to Auto Scaling. @param kind for example `autoScalingGroup` */
export const newArn = ({ account, region }: Scope, kind: string, rest: string): string =>
  `arn:aws:autoscaling:${region}:${account}:${kind}:${randomUUID()}:${rest}`;
