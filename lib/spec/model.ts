/**
 * The spec: what `pipelines.yaml` says, validated, with defaults filled in, names composed and every entry spread
 * over its environments. The rest of `lib/` reads this and nothing else. Times are whole seconds unless named otherwise.
 */
export interface Spec {
  readonly prefix: string;
  readonly environments: readonly Environment[];
  /** One per entry and environment, in the file's order. */
  readonly pipelines: readonly Pipeline[];
}

/** Where pipelines deploy. */
export interface Environment {
  readonly name: string;
  /** Twelve digits. */
  readonly account: string;
  readonly region: string;
  /** Whether data and log groups outlive `cdk destroy`. @default false */
  readonly retain: boolean;
  /** E-mail addresses told of approvals, failures and rollbacks. @default [] */
  readonly approvers: readonly string[];
  /** Days that log groups keep their events, one of CloudWatch's own choices. @default 30 */
  readonly logRetentionDays: number;
}

/** Every kind's pipeline; `kind` tells them apart. */
export type Pipeline = EcsBlueGreenPipeline;

interface PipelineBase {
  readonly prefix: string;
  /** The key under `pipelines:`. */
  readonly name: string;
  readonly environment: Environment;
  /** Whether a person must agree before the deployment. @default false */
  readonly approval: boolean;
}

/** ECS blue/green with CodeDeploy. */
export interface EcsBlueGreenPipeline extends PipelineBase {
  readonly kind: 'ecs-blue-green';
  readonly source: {
    /** One to four. The n-th takes the place of `<IMAGEn_NAME>` in taskdef.json. */
    readonly images: readonly ImageSource[];
    readonly settings: SettingsSource;
  };
  readonly deploy: BlueGreenDeploy;
  readonly service: EcsService;
}

/** An image in ECR whose push starts the pipeline. */
export interface ImageSource {
  readonly repository: string;
  /** @default latest */
  readonly tag: string;
  /** Whether the repository is there already; otherwise the factory makes it. @default false */
  readonly existing: boolean;
  /** Days after which an untagged image of an owned repository expires. @default 1 */
  readonly untaggedExpiryDays: number;
}

/** The object with appspec.yaml and taskdef.json whose upload starts the pipeline. */
export interface SettingsSource {
  readonly bucket: string;
  /** With `{environment}` put in. @default settings.zip */
  readonly key: string;
  /** Whether the bucket (versioned, events sent to EventBridge) is there already. @default false */
  readonly existing: boolean;
  /** What starts the pipeline: S3's own "Object Created" event, or the API call as CloudTrail records it. @default eventbridge */
  readonly trigger: 'eventbridge' | 'cloudtrail';
}

/** How CodeDeploy replaces blue by green. */
export interface BlueGreenDeploy {
  readonly traffic: Traffic;
  /** Whole minutes that blue is kept after the traffic moved, 0 to 2,880. @default 5 */
  readonly blueTerminationWaitMinutes: number;
  /** What makes CodeDeploy roll back. @default ['failure', 'stop', 'alarm'] */
  readonly rollbackOn: readonly ('failure' | 'stop' | 'alarm')[];
}

/** How the production traffic moves from blue to green. */
export type Traffic =
  | { readonly type: 'all-at-once' }
  /** `percentage` first, the rest after `intervalMinutes`. */
  | { readonly type: 'canary'; readonly percentage: number; readonly intervalMinutes: number }
  /** `percentage` more every `intervalMinutes`. */
  | { readonly type: 'linear'; readonly percentage: number; readonly intervalMinutes: number };

/** The ECS service that is released to. */
export type EcsService = OwnedEcsService | ExistingEcsService;

/** A Fargate service, its cluster and load balancer, made by the factory in a stack of their own. */
export interface OwnedEcsService {
  readonly owned: true;
  /** The container of the load balancer's traffic, as taskdef.json names it. @default app */
  readonly container: string;
  /** The port it listens on. @default 80 */
  readonly port: number;
  /** @default / */
  readonly healthCheckPath: string;
  /** @default 1 */
  readonly desiredCount: number;
  /** ACM certificate ARN: the production listener is then HTTPS on 443, otherwise HTTP on 80. @default - HTTP */
  readonly certificate?: string;
  /** @default 8080 */
  readonly testPort: number;
  /** Addresses that may reach the listeners. @default ['0.0.0.0/0'] */
  readonly allowFrom: readonly string[];
  /** Subnets to use instead of a new VPC. @default - a new VPC of two zones */
  readonly network?: {
    readonly vpc: string;
    /** At least two, in different zones. */
    readonly publicSubnets: readonly string[];
    /** @default - the public ones */
    readonly privateSubnets: readonly string[];
  };
}

/** A service that is there already, with the CODE_DEPLOY deployment controller. */
export interface ExistingEcsService {
  readonly owned: false;
  readonly cluster: string;
  readonly service: string;
  /** ARN. */
  readonly productionListener: string;
  /** ARN. @default - no test listener */
  readonly testListener?: string;
  /** Names of the two target groups. */
  readonly targetGroups: readonly [string, string];
  /** ARNs of the task and execution roles that taskdef.json names. */
  readonly taskRoles: readonly string[];
  /** Names of CloudWatch alarms that roll a deployment back. @default [] */
  readonly alarms: readonly string[];
}
