import type {
  AutoScalingGroup,
  EnabledMetric,
  LaunchTemplateSpecification,
  LifecycleHook,
  LifecycleState,
  NotificationConfiguration,
  ScalingActivityStatusCode,
  ScheduledUpdateGroupAction,
} from '@aws-sdk/client-auto-scaling';
import type { Scope } from '../../kit/scope';
import type { LaunchSource } from './launch/source';
import type { RefreshRecord } from './refresh/model';
import type { PolicyRecord } from './scaling/model';

/** An Auto Scaling group. */
export interface GroupRecord extends Scope {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: Date;
  settings: GroupSettings;
  desired: number;
  /** What the next instances are launched from. */
  launch: LaunchSource;
  /** Why the desired capacity was changed last; causes of activities begin with it. */
  cause: string;
  /** Oldest first. */
  instances: GroupInstance[];
  /** Newest first. */
  readonly activities: ScalingActivity[];
  /** By ARN or name of the traffic source. */
  readonly attachments: Map<string, Attachment>;
  /** Reasons by process. */
  readonly suspended: Map<string, string>;
  readonly hooks: Map<string, LifecycleHook>;
  readonly policies: Map<string, PolicyRecord>;
  readonly scheduled: Map<string, ScheduledActionRecord>;
  /** Newest first. */
  readonly refreshes: RefreshRecord[];
  /** By key. */
  readonly tags: Map<string, GroupTag>;
  enabledMetrics: EnabledMetric[];
  notifications: NotificationConfiguration[];
  /** When it is gone at the earliest; set by DeleteAutoScalingGroup. @default - it is not being deleted */
  deleteAt?: Date;
  /** How many unhealthy instances are being replaced. */
  replacing: number;
  /** Aborts when the group is deleted. */
  readonly gone: AbortController;
  /** Failed launches since the last that succeeded, and when the next is tried. @default - none failed */
  backoff?: { readonly failures: number; readonly until: Date };
  /** Until when simple scaling policies do nothing. */
  cooldownUntil?: Date;
  /** When instances and targets are checked next. */
  nextHealthCheck: Date;
  /** Ids of instances of which EC2 has reported that they do not run. */
  readonly stopped: Set<string>;
  /** Resolves when the engine's last step for this group has ended: steps run one after another. */
  lastStep: Promise<void>;
  /** Ends the engine's wait for the group's next due time. */
  wake?: AbortController;
}

/** The members of a group that are kept and returned as they were given. */
export interface GroupSettings extends KeptSettings {
  readonly MinSize: number;
  readonly MaxSize: number;
  readonly DefaultCooldown: number;
  /** `EC2`, or several with commas. */
  readonly HealthCheckType: string;
  /** Seconds. */
  readonly HealthCheckGracePeriod: number;
  readonly TerminationPolicies: string[];
  readonly NewInstancesProtectedFromScaleIn: boolean;
  /** The subnets in which instances are launched, with their zones. */
  readonly subnets: readonly GroupSubnet[];
}

type KeptSettings = Pick<
  AutoScalingGroup,
  | 'CapacityRebalance'
  | 'MaxInstanceLifetime'
  | 'Context'
  | 'DesiredCapacityType'
  | 'DefaultInstanceWarmup'
  | 'InstanceMaintenancePolicy'
  | 'DeletionProtection'
  | 'AvailabilityZoneDistribution'
  | 'InstanceLifecyclePolicy'
  | 'ServiceLinkedRoleARN'
>;

/** A subnet of a group. */
export interface GroupSubnet {
  readonly id: string;
  readonly zone: string;
}

/** An instance of a group. */
export interface GroupInstance {
  readonly id: string;
  readonly type: string;
  readonly zone: string;
  readonly subnet: string;
  readonly imageId: string;
  readonly spot: boolean;
  /** The numbered version that it was launched from. @default - it was attached */
  readonly template?: Required<LaunchTemplateSpecification>;
  readonly launchedAt: Date;
  state: LifecycleState;
  health: 'Healthy' | 'Unhealthy';
  /** What an unhealthy instance is replaced for, as causes have it. */
  unhealthyBecause?: string;
  protected: boolean;
  /** When it got into service; the grace period counts from then. */
  inServiceAt?: Date;
  /** When the present state ends by itself. @default - something else ends it */
  due?: Date;
  /** The lifecycle actions that it waits for. */
  waits: HookWait[];
  /** What its termination does next. @default - it is not being terminated */
  ending?: Ending;
  /** Whether it ends without lifecycle actions and without draining. @default false */
  withoutHooks?: boolean;
  /** The launch or termination that is in progress, or was last. */
  activity: ScalingActivity;
}

/** The steps of a termination; `hooks` waits for lifecycle actions. */
export type Ending = 'deregister' | 'drain' | 'hooks' | 'terminate' | 'shut-down';

/** An instance's wait for a lifecycle action. */
export interface HookWait {
  readonly hook: LifecycleHook;
  readonly token: string;
  readonly startedAt: Date;
  /** When it ends with the hook's default result; a heartbeat moves it. */
  deadline: Date;
  /** When it ends whatever the heartbeats. */
  readonly globalDeadline: Date;
  /** What was answered. @default - nothing yet */
  result?: 'CONTINUE' | 'ABANDON';
}

/** One launch or termination, as DescribeScalingActivities returns it. */
export interface ScalingActivity {
  readonly id: string;
  readonly group: Pick<GroupRecord, 'name' | 'arn'>;
  readonly startedAt: Date;
  description: string;
  readonly cause: string;
  endedAt?: Date;
  status: ScalingActivityStatusCode;
  statusMessage?: string;
  progress: number;
  /** JSON. */
  readonly details: string;
}

/** A target group, as traffic source of a group. */
export interface Attachment {
  readonly targetGroup: string;
  state: 'Adding' | 'Added' | 'InService' | 'Removing';
  /** When the instances of one that is being removed are drained. @default - they are not deregistered yet */
  drainedAt?: Date;
}

/** A tag of a group. */
export interface GroupTag {
  readonly Key: string;
  readonly Value: string;
  readonly PropagateAtLaunch: boolean;
}

/** A scheduled action. */
export interface ScheduledActionRecord {
  /** As DescribeScheduledActions returns it. */
  readonly action: ScheduledUpdateGroupAction;
  /** When it runs next. @default - it does not run any more */
  next?: Date;
}
