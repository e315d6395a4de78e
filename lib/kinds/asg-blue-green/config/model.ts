import type { GroupHook, GroupSchedule, GroupSettings } from '../../../../handlers/contract/fleet-settings';
import type { ImageBake } from '../../../bake/config/model';
import type { Check, Verification } from '../../../build/config/model';
import type { BasePipeline } from '../../../config/model';
import type { LoadBalancedService, TestedService } from '../../../load-balancing/config/model';
import type { GitSource } from '../../../source/config/git-model';

/** A pipeline that bakes a machine image of a commit and replaces the Auto Scaling group behind a listener rule. */
export interface AsgBlueGreenPipeline extends BasePipeline {
  readonly kind: 'asg-blue-green';
  /** What a person is asked about: the release before anything is deployed, or its traffic once green is healthy. @default release */
  readonly approvalOf: 'release' | 'traffic';
  readonly source: { readonly git: GitSource };
  /** Buildspecs that must pass before anything is baked, each a stage of its own. @default [] */
  readonly checks: readonly Check[];
  readonly image: FleetImage;
  readonly instances: FleetInstances;
  readonly fleet: Fleet;
  readonly deploy: FleetDeploy;
  readonly service: FleetService;
  /** What must pass once green has the traffic, or else blue gets it back; or when a refresh has ended, or else another one follows. @default - nothing is run */
  readonly verify?: Verification;
}

/** The machine image. */
export interface FleetImage extends ImageBake {
  /** How many images, and launch template versions, are kept beside those that serve or served before. @default 3 */
  readonly keep: number;
  /** What differs for the temporary instance of a bake. */
  readonly instance: BakePlace;
}

/** Where an image is baked. */
export interface BakePlace {
  /** @default - the first of the fleet's types */
  readonly type?: string;
  /** Id. @default - the first subnet of the fleet */
  readonly subnet?: string;
  /** Id. @default - the first security group of the fleet's instances */
  readonly securityGroup?: string;
  /** @default - true where the fleet runs in public subnets that the factory made or the network names */
  readonly publicAddress?: boolean;
}

/** What the launch template has beside the image. */
export interface FleetInstances {
  /** In the order of preference, all of one architecture. */
  readonly types: readonly string[];
  /** @default - one that the factory makes with the service */
  readonly profile?: InstanceProfile;
  /** Ids; beside the group that the factory makes with the service. @default [] */
  readonly securityGroups: readonly string[];
  /** @default - none */
  readonly userData?: UserDataFile;
  /** @default [] */
  readonly volumes: readonly Volume[];
  /** Of instances and volumes. @default {} */
  readonly tags: Readonly<Record<string, string>>;
  /** Whether metrics come every minute instead of every five. @default false */
  readonly detailedMonitoring: boolean;
}

/** An instance profile that is there already. */
export interface InstanceProfile {
  readonly name: string;
  /** Name or ARN of its role. */
  readonly role: string;
}

/** A file beside the config. */
export interface UserDataFile {
  readonly path: string;
  /** @default - there is no such file, or it is no text */
  readonly text?: string;
}

/** A volume of an instance, always encrypted. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EbsBlockDevice.html */
export interface Volume {
  /** Such as `/dev/xvda`. */
  readonly device: string;
  /** GiB. */
  readonly size: number;
  /** @default gp3 */
  readonly type: (typeof VOLUME_TYPES)[number];
  /** @default - what the type has */
  readonly iops?: number;
  /** MiB/s, of gp3 only. @default - what the type has */
  readonly throughput?: number;
  /** Whether it stays when its instance ends. @default false */
  readonly keep: boolean;
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-volume-types.html */
export const VOLUME_TYPES = ['gp2', 'gp3', 'io1', 'io2', 'st1', 'sc1'] as const;

/** An Auto Scaling group. */
export interface Fleet
  extends Required<Pick<GroupSettings, 'min' | 'max' | 'warmup' | 'healthCheckGrace' | 'metrics'>>,
    Pick<GroupSettings, 'scaling' | 'notifications'> {
  /** Name of the group whose instances are refreshed. @default - one that the first release makes */
  readonly group?: string;
  /** Ids. @default - those of the service's network */
  readonly subnets?: readonly string[];
  /** Percent of instances above `min` that are On-Demand. @default 100 */
  readonly onDemand: number;
  /** @default [] */
  readonly schedules: readonly GroupSchedule[];
  /** @default [] */
  readonly hooks: readonly GroupHook[];
  /** Of the group and its instances. @default {} */
  readonly tags: Readonly<Record<string, string>>;
  /** @default none */
  readonly deletionProtection: NonNullable<GroupSettings['deletionProtection']>;
}

/** How a release comes to serve. */
export type FleetDeploy = BlueGreenDeploy | RefreshDeploy;

/** How green takes over from blue. Times are seconds. */
export interface BlueGreenDeploy {
  readonly strategy: 'blue-green';
  /** Percent of the traffic that green has after each step. @default [100] */
  readonly traffic: readonly number[];
  /** @default 120 */
  readonly bake: number;
  /** @default 300 */
  readonly hold: number;
  /** Names, beside those that the factory makes with the service. @default [] */
  readonly alarms: readonly string[];
  /** @default 900 */
  readonly healthTimeout: number;
}

/** How an instance refresh replaces the instances of one group. Times are seconds. */
export interface RefreshDeploy {
  readonly strategy: 'refresh';
  /** Percent of the desired size. @default 100 */
  readonly minHealthy: number;
  /** Percent of the desired size. @default 110 */
  readonly maxHealthy: number;
  /** @default 120 */
  readonly bake: number;
  /** Names, beside those that the factory makes with the service. @default [] */
  readonly alarms: readonly string[];
  /** Percentages of replaced instances, rising to 100. @default [] */
  readonly checkpoints: readonly number[];
  /** @default 600 */
  readonly checkpointDelay: number;
  /** @default true */
  readonly skipMatching: boolean;
  /** @default 3600 */
  readonly healthTimeout: number;
}

/** What the fleet is behind. */
export type FleetService = OwnedFleetService | ExistingFleetService | ExistingTargetGroup;

/** A load balancer with two target groups, made by the factory in a stack of their own. */
export interface OwnedFleetService extends LoadBalancedService, TestedService {
  readonly owned: true;
  /** The port that the instances listen on. @default 80 */
  readonly port: number;
  /** Seconds that requests get to end at an instance that leaves. @default 60 */
  readonly drain: number;
}

/** A target group that is there already, whoever sends traffic to it; for the strategy `refresh`. */
export interface ExistingTargetGroup {
  readonly owned: false;
  /** ARN. */
  readonly targetGroup: string;
}

/** A listener rule that is there already. */
export interface ExistingFleetService {
  readonly owned: false;
  /** ARN. */
  readonly listenerRule: string;
  /** ARN. @default - none */
  readonly testListenerRule?: string;
  /** ARNs. */
  readonly targetGroups: readonly [string, string];
}
