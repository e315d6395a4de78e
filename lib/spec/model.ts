import type { Problem } from './problem';

/**
 * The spec: what `pipelines.yaml` says, validated, with defaults filled in, names composed and every entry spread
 * over its environments. The rest of `lib/` reads this and nothing else. Times are whole seconds unless named otherwise.
 */
export interface Spec {
  readonly prefix: string;
  readonly environments: readonly Environment[];
  /** One per entry and environment, in the file's order. */
  readonly pipelines: readonly Pipeline[];
  /** What is right but probably not meant, for `validate` to tell. */
  readonly warnings: readonly Problem[];
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
export type Pipeline = EcsBlueGreenPipeline | EcsRollingPipeline;

interface PipelineBase {
  readonly prefix: string;
  /** The key under `pipelines:`. */
  readonly name: string;
  readonly environment: Environment;
  /** Whether a person must agree before the deployment. @default false */
  readonly approval: boolean;
  /** Buildspecs that must pass before anything is built, each a stage of its own. Only with a git source. @default [] */
  readonly checks: readonly Check[];
  /** An image with a finding this severe or worse is not released. @default - findings are not looked at */
  readonly scan?: Severity;
}

/** ECS blue/green with CodeDeploy. */
export interface EcsBlueGreenPipeline extends PipelineBase {
  readonly kind: 'ecs-blue-green';
  readonly source: Uploads | Commits;
  readonly deploy: BlueGreenDeploy;
  readonly service: EcsService;
}

/** ECS's own rolling deployment of what CodeBuild built from a commit. */
export interface EcsRollingPipeline extends PipelineBase {
  readonly kind: 'ecs-rolling';
  readonly source: Commits;
  readonly deploy: RollingDeploy;
  readonly service: RollingService;
}

/** Images and settings that a team's own CI uploads. */
export interface Uploads {
  readonly from: 'uploads';
  /** One to four. The n-th takes the place of `<IMAGEn_NAME>` in taskdef.json. */
  readonly images: readonly ImageSource[];
  readonly settings: SettingsSource;
  /** Whose CI may upload them, with a role that the factory makes. @default - nobody is given a role */
  readonly ci?: Ci;
}

/** A commit that CodeBuild builds. */
export interface Commits {
  readonly from: 'git';
  readonly git: GitSource;
  readonly build: Build;
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
  /** Path in the build's artifact; only with a git source. @default appspec.yaml */
  readonly appSpec: string;
  /** Path in the build's artifact; only with a git source. @default taskdef.json */
  readonly taskDefinition: string;
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

/** What every service that the factory makes has. */
export interface OwnedService {
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

/** A Fargate service, its cluster and load balancer, made by the factory in a stack of their own. */
export interface OwnedEcsService extends OwnedService {
  /** @default 8080 */
  readonly testPort: number;
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

/** A git repository and what in it starts the pipeline. */
export interface GitSource {
  readonly host:
    | { readonly type: 'connection'; readonly connection: Connection }
    | { readonly type: 'codecommit' };
  /** `owner/name`; of CodeCommit the name alone. */
  readonly repository: string;
  /** What a start by hand, and a new pipeline, takes. @default main */
  readonly branch: string;
  /** Any one of them starts the pipeline; at most three. @default - a push to `branch` */
  readonly push: readonly PushFilter[];
  /** Any one of them starts the pipeline; at most three, none with CodeCommit. @default [] */
  readonly pullRequest: readonly PullRequestFilter[];
}

/** A connection of CodeConnections, which a person authorizes once in the console. */
export interface Connection {
  /** The key under `connections:`. */
  readonly name: string;
  /** ARN of a connection that is there already. @default - the factory makes it, in each account and region that needs it */
  readonly arn?: string;
  /** Who hosts the repositories; only of a connection that the factory makes. */
  readonly provider?: ConnectionProvider;
  /** ARN of the CodeConnections host of an installed provider (GitHubEnterpriseServer, GitLabSelfManaged). @default - none */
  readonly host?: string;
}

/** https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html */
export type ConnectionProvider =
  | 'Bitbucket'
  | 'GitHub'
  | 'GitHubEnterpriseServer'
  | 'GitLab'
  | 'GitLabSelfManaged'
  | 'AzureDevOps';

/** Glob patterns, at most eight of each; what is excluded is so although included. */
export interface Patterns {
  readonly includes: readonly string[];
  /** @default [] */
  readonly excludes: readonly string[];
}

/** Either branches, with file paths or without, or tags. https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html */
export interface PushFilter {
  readonly branches?: Patterns;
  readonly files?: Patterns;
  readonly tags?: Patterns;
}

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitPullRequestFilter.html */
export interface PullRequestFilter {
  /** @default ['OPEN', 'UPDATED'] */
  readonly events: readonly ('OPEN' | 'UPDATED' | 'CLOSED')[];
  /** The branches that the pull request would change. */
  readonly branches: Patterns;
  readonly files?: Patterns;
}

/** How CodeBuild makes images of a commit. */
export interface Build extends BuildSettings {
  /** Path of the team's own buildspec in the repository. @default - the factory's, which builds each image with docker */
  readonly buildspec?: string;
  /** What is pushed, at least one. */
  readonly images: readonly BuiltImage[];
  /** Exported variables of the buildspec that an approval shows. @default [] */
  readonly exports: readonly string[];
}

/** An image that a build pushes. */
export interface BuiltImage {
  /** The container it is for, as taskdef.json names it. */
  readonly container: string;
  readonly repository: string;
  /** Whether the repository is there already; otherwise the factory makes it. @default false */
  readonly existing: boolean;
  /** Days after which an untagged image of an owned repository expires. @default 1 */
  readonly untaggedExpiryDays: number;
  /** How many tagged images of an owned repository are kept beside what serves and served before. @default 100 */
  readonly keep: number;
  /** Folder that the image is built from; only for the factory's own buildspec. @default . */
  readonly context: string;
  /** Within the folder; only for the factory's own buildspec. @default Dockerfile */
  readonly dockerfile: string;
}

/** What a build runs on and knows. */
export interface BuildSettings {
  /** CodeBuild's environment image. @default aws/codebuild/amazonlinux-x86_64-standard:5.0 */
  readonly image: string;
  /** @default small */
  readonly compute: 'small' | 'medium' | 'large' | 'xlarge' | '2xlarge';
  /** Whether docker runs in the build. @default - true for the factory's own buildspec, false otherwise */
  readonly privileged: boolean;
  /** Whole minutes, 5 to 2,160. @default 60 */
  readonly timeoutMinutes: number;
  /** Whole minutes a build may wait for a machine, 5 to 480. @default 30 */
  readonly queuedTimeoutMinutes: number;
  /** What later builds find again: on the machine, if it is the same (`local`), or in the artifact bucket (`s3`). @default none */
  readonly cache: 'none' | 'local' | 's3';
  readonly variables: readonly BuildVariable[];
}

/** An environment variable of a build. `value` is the value, a parameter's name, or `secret-id:json-key:version-stage:version-id`. */
export interface BuildVariable {
  readonly name: string;
  readonly type: 'PLAINTEXT' | 'PARAMETER_STORE' | 'SECRETS_MANAGER';
  readonly value: string;
}

/** A buildspec that must pass: unit tests, static analysis. */
export interface Check extends BuildSettings {
  /** The key under `checks:`. */
  readonly name: string;
  /** Path in the repository. */
  readonly buildspec: string;
}

/** ECR's severities, the worst first. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html */
export type Severity = 'CRITICAL' | 'HIGH' | 'MEDIUM' | 'LOW' | 'INFORMATIONAL' | 'UNDEFINED';

/** How ECS replaces tasks. */
export interface RollingDeploy {
  /** Path in the build's artifact. @default - taskdef.json for a service that the factory makes; for an existing one only images change */
  readonly taskDefinition?: string;
  /** Whole minutes until the deploy action gives up, 1 to 60. @default 30 */
  readonly timeoutMinutes: number;
}

/** The ECS service that is released to, with ECS's own deployment controller. */
export type RollingService = OwnedRollingService | ExistingRollingService;

/** A Fargate service, its cluster and load balancer, made by the factory in a stack of their own. */
export interface OwnedRollingService extends OwnedService {
  /** Percent of `desiredCount` that stays healthy while tasks are replaced, 0 to 100. @default 100 */
  readonly minimumHealthyPercent: number;
  /** Percent of `desiredCount` that may run while tasks are replaced, 100 to 200. @default 200 */
  readonly maximumPercent: number;
  /** What makes ECS roll back: its circuit breaker (failure), the alarms of the load balancer. @default ['failure', 'alarm'] */
  readonly rollbackOn: readonly ('failure' | 'alarm')[];
}

/** A service that is there already. */
export interface ExistingRollingService {
  readonly owned: false;
  readonly cluster: string;
  readonly service: string;
  /** ARNs of the task and execution roles that the task definition names. */
  readonly taskRoles: readonly string[];
}

/** A team's CI outside AWS that uploads images and settings. */
export interface Ci {
  readonly provider: 'gitlab' | 'github';
  /** `owner/name`; of GitLab the whole path of the project. */
  readonly repository: string;
  /** The only branch whose jobs may upload. @default main */
  readonly branch: string;
  /** Where the identity tokens come from. @default https://gitlab.com, https://token.actions.githubusercontent.com */
  readonly url: string;
  /** Whether the account has the OIDC identity provider already. @default false */
  readonly existingIdentityProvider: boolean;
}
