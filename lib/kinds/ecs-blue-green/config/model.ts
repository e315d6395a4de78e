import type { Check, Commits, Verification } from '../../../build/config/model';
import type { BasePipeline } from '../../../config/model';
import type { Traffic } from '../../../config/traffic';
import type { OwnedEcsService } from '../../../ecs-service/config/model';
import type { TestedService } from '../../../load-balancing/config/model';
import type { Gates } from '../../../gates/config/gates';
import type { Uploads } from '../../../source/config/uploads-model';

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

/** The ECS service that is released to. */
export type BlueGreenService = OwnedBlueGreenService | ExistingBlueGreenService;

/** A Fargate service, its cluster and load balancer, made by the factory in a stack of their own. */
export interface OwnedBlueGreenService extends OwnedEcsService, TestedService {}

/** A service that is there already, with the CODE_DEPLOY deployment controller. */
export interface ExistingBlueGreenService {
  readonly owned: false;
  readonly cluster: string;
  readonly service: string;
  /** Of its task definitions: the pipeline registers revisions of no other. */
  readonly family: string;
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

/** A pipeline that releases to an ECS service blue/green with CodeDeploy. */
export interface EcsBlueGreenPipeline extends BasePipeline, Gates {
  readonly kind: 'ecs-blue-green';
  readonly source: Uploads | Commits;
  /** Buildspecs that must pass before anything is built, each a stage of its own. Only with a git source. @default [] */
  readonly checks: readonly Check[];
  readonly deploy: BlueGreenDeploy;
  readonly service: BlueGreenService;
  /** What must pass before blue goes, or else it gets the traffic back. @default - nothing is run */
  readonly verify?: Verification;
}
