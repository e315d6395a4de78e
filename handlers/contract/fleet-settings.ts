/**
 * What the action functions of a fleet need of its config, as JSON in the parameter `…/settings`, which CloudFormation
 * writes (at most 8 KB, the advanced tier's limit). The launch template's own settings are not here: CloudFormation
 * makes them a version of the launch template, which has {@link settingsVersionDescription} as its description.
 */
export interface FleetSettings extends BaseFleetSettings {
  readonly traffic: TrafficSettings;
}

/** The settings of a fleet whose one group is released by an instance refresh, instead of a green group. */
export interface RefreshedFleetSettings extends BaseFleetSettings {
  readonly refresh: RefreshSettings;
}

/** What the parameter holds, by the strategy of the config. */
export type AnyFleetSettings = FleetSettings | RefreshedFleetSettings;

/** What fleets have in common, whatever their strategy. */
export interface BaseFleetSettings {
  /** SHA-256 of the config that these and the launch template's settings were made of, 16 hexadecimal digits. */
  readonly hash: string;
  /** Name of the launch template whose numbered versions are released. */
  readonly launchTemplate: string;
  readonly group: GroupSettings;
  /** How many images, and launch template versions, are kept beside those that serve or served before, 1 or more. */
  readonly keep: number;
}

/** Whether a fleet is released by instance refreshes. */
export const isRefreshed = (settings: AnyFleetSettings): settings is RefreshedFleetSettings =>
  'refresh' in settings;

/** An Auto Scaling group, whatever is released in it. */
export interface GroupSettings {
  readonly min: number;
  readonly max: number;
  readonly subnets: readonly string[];
  /** Instance types in the order of preference; with more than one the group has a mixed instances policy. */
  readonly types: readonly string[];
  /** Percent of instances above `min` that are On-Demand, 0 to 100. @default 100 */
  readonly onDemandPercentage?: number;
  /** Seconds until a new instance counts in metrics (DefaultInstanceWarmup). */
  readonly warmup: number;
  /** Seconds in which failed health checks of a new instance do not count. */
  readonly healthCheckGrace: number;
  /** What target tracking keeps: average CPU in percent, requests per target and minute. @default - no scaling policy */
  readonly scaling?: { readonly cpu?: number; readonly requests?: number };
  /** @default [] */
  readonly schedules?: readonly GroupSchedule[];
  /** @default [] */
  readonly hooks?: readonly GroupHook[];
  /** Whether group metrics are collected. @default true */
  readonly metrics?: boolean;
  /** Tags of the group and its instances, beside the factory's own. @default {} */
  readonly tags?: Readonly<Record<string, string>>;
  /** SNS topic (ARN) that is notified of launches and terminations that fail. @default - none */
  readonly notifications?: string;
  /** https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-deletion-protection.html @default none */
  readonly deletionProtection?: 'none' | 'prevent-force-deletion' | 'prevent-all-deletion';
}

/** A scheduled action. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_ScheduledUpdateGroupActionRequest.html */
export interface GroupSchedule {
  readonly name: string;
  /** Cron, five fields. */
  readonly recurrence: string;
  /** @default UTC */
  readonly timeZone?: string;
  readonly min?: number;
  readonly max?: number;
  readonly desired?: number;
}

/** A lifecycle hook. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_LifecycleHookSpecification.html */
export interface GroupHook {
  readonly name: string;
  readonly transition: 'launch' | 'terminate';
  /** Seconds, 30 to 7,200. */
  readonly timeout: number;
  /** What happens at the time-out. */
  readonly otherwise: 'continue' | 'abandon';
  /** ARN of an SNS topic or SQS queue, with the role that may use it. @default - EventBridge only */
  readonly notify?: { readonly target: string; readonly role: string };
}

/** How traffic moves. */
export interface TrafficSettings {
  /** ARN of the listener rule whose weights decide who serves. */
  readonly listenerRule: string;
  /** ARN of a rule of the test listener, which follows green. @default - none */
  readonly testListenerRule?: string;
  /** ARNs of the two target groups. */
  readonly targetGroups: readonly [string, string];
  /** Percent of the traffic that green has after each step, rising, the last 100. */
  readonly steps: readonly number[];
  /** Seconds of watching alarms after each step, the last one too. */
  readonly bake: number;
  /** Seconds that blue is kept at size after the traffic has moved, at most a day. */
  readonly hold: number;
  /** Names of the alarms that put the traffic back. */
  readonly alarms: readonly string[];
  /** Seconds until green must be healthy on every target. */
  readonly healthTimeout: number;
}

/** How instances are replaced. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_RefreshPreferences.html */
export interface RefreshSettings {
  /** Name of the group. @default - the one that `…/asg/new` names; where there is none, the first release makes it */
  readonly group?: string;
  /** ARNs of the target groups that the group may be on; one that a release makes is on the first. */
  readonly targetGroups: readonly string[];
  /** ARN of the rule that forwards to them. @default - none is known, and nothing scales by requests */
  readonly listenerRule?: string;
  /** Percent of the desired size that stays healthy, 0 to 100. */
  readonly minHealthy: number;
  /** Percent of the desired size that there may be meanwhile, 100 to 200. */
  readonly maxHealthy: number;
  /** Seconds of watching alarms after the last instance was replaced. */
  readonly bake: number;
  /** Names of the alarms that roll the refresh back. */
  readonly alarms: readonly string[];
  /** Percentages of replaced instances at which it waits, rising. @default [] */
  readonly checkpoints?: readonly number[];
  /** Seconds that it waits at each. @default 3600 */
  readonly checkpointDelay?: number;
  /** Whether instances that have the template version already are left alone. */
  readonly skipMatching: boolean;
  /** Seconds until all instances must be replaced, beside the waiting at checkpoints and the bake. */
  readonly healthTimeout: number;
}

/** The description of a launch template version that holds settings without an image. */
export const settingsVersionDescription = (hash: string): string => `settings ${hash}`;

/** The description of a launch template version that is released: it is found again by its image and settings. */
export const releaseVersionDescription = (imageId: string, hash: string): string =>
  `${imageId} with settings ${hash}`;

/**
 * The group that a release is bringing up, or brought up last, as JSON in `…/asg/green`; written before anything is
 * created. The release is over when `…/asg/new` names the same group.
 */
export interface GreenGroup {
  /** Name: `<pipeline name>-<first 8 characters of the execution id>-<attempt>`. */
  readonly group: string;
  /** ARN of its target group. */
  readonly targetGroup: string;
  /** The pipeline execution. */
  readonly execution: string;
  readonly attempt: number;
  /** The CodePipeline job that began it: the same job invoked again adopts it, another one makes the next attempt. */
  readonly job: string;
  /** Name of the group that serves meanwhile. @default - none serves */
  readonly blue?: string;
}

/** What {@link GreenGroup}'s parameter holds after a group was removed that never came to serve. */
export const NO_GREEN = 'none';
