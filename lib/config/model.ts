import type { BlueGreenDeploy, EcsService } from '../kinds/ecs-blue-green/config/model';
import type { Check, Severity } from '../build/config/model';
import type { Commits } from '../source/config/git-model';
import type { RollingDeploy, RollingService } from '../kinds/ecs-rolling/config/model';
import type { Uploads } from '../source/config/uploads-model';
import type { Problem } from './config-error';

export type * from '../kinds/ecs-blue-green/config/model';
export type * from '../build/config/model';
export type * from '../source/config/git-model';
export type * from '../ecs-service/config/model';
export type * from '../kinds/ecs-rolling/config/model';
export type * from '../source/config/uploads-model';

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
