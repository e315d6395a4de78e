import { nameOfArn } from '../../kit/arn';
import type { AwsIdentity } from '../../kit/aws';
import type { ServiceContext } from '../../kit/context';
import type { Scope } from '../../kit/scope';
import { Store } from '../../kit/store';
import type { LocalDeployment } from './deployments/model';
import type { ServiceSettings } from './deployments/settings';
import type { LocalTask } from './tasks/task';

/** What ECS keeps beside moto, by account and region. */
export class EcsStore extends Store<EcsState> {
  constructor(readonly context: ServiceContext) {
    super(() => ({ codeDeployServices: new Map(), rollingServices: new Map(), addresses: new Map() }));
  }

  /** How the services of an account and region are called, with every right. */
  asService({ account, region }: Scope): AwsIdentity {
    return this.context.aws.asService(account, region);
  }
}

/** What ECS keeps beside moto for one account in one region. */
export interface EcsState {
  /** Those with the CODE_DEPLOY controller, by {@link serviceKey}. */
  readonly codeDeployServices: Map<string, LocalCodeDeployService>;
  /** Those with ECS's own controller, by {@link serviceKey}. */
  readonly rollingServices: Map<string, LocalRollingService>;
  /** How many addresses tasks have got so far, by the CIDR block of their subnet. */
  readonly addresses: Map<string, number>;
}

/** A service whose tasks are kept here, beside what moto keeps of it. */
export interface LocalEcsService extends Scope {
  /** Its name. */
  readonly cluster: string;
  readonly name: string;
  /** Newest first. */
  readonly events: { readonly id: string; readonly createdAt: Date; readonly message: string }[];
}

/** A service with the CODE_DEPLOY controller. */
export interface LocalCodeDeployService extends LocalEcsService {
  /** By ARN. */
  readonly taskSets: Map<string, LocalTaskSet>;
  /** Fields of CreateService that moto does not return. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What moto does not know about a task set of a service with the CODE_DEPLOY controller. */
export interface LocalTaskSet {
  readonly arn: string;
  /** `ecs-svc/…`, as events name it. */
  readonly id: string;
  /** Aborts when the task set is deleted, so that nothing more is started for it. */
  readonly gone: AbortController;
  /** Resolves when its tasks run, or are not to be started any more. */
  starting?: Promise<unknown>;
  /** The running tasks, each with its address in the service's subnets. */
  tasks: readonly LocalTask[];
  /** Why no task starts. @default - nothing keeps them from starting */
  stoppedReason?: string;
  /** Whether its tasks have been started; before that they are pending. */
  started: boolean;
  /** By the endpoint's clock; moto knows only the machine's. */
  readonly createdAt: Date;
  /** When the stability last changed. */
  stabilityStatusAt: Date;
  stabilityStatus: 'STEADY_STATE' | 'STABILIZING';
}

/** A service with ECS's own controller, which replaces tasks a few at a time. */
export interface LocalRollingService extends LocalEcsService {
  readonly arn: string;
  readonly createdAt: Date;
  /** Aborts when the service is deleted. */
  readonly gone: AbortController;
  settings: ServiceSettings;
  desiredCount: number;
  /** The primary first, then those whose tasks it replaces. */
  deployments: readonly LocalDeployment[];
  /** The last one that was completed: a rollback returns to it. */
  completed?: LocalDeployment;
  /** Includes those that have stopped within the last hour, as ECS shows them. */
  tasks: readonly LocalTask[];
  /** Resolves when the scheduler's last step for this service has ended: steps run one after the other. */
  lastStep: Promise<void>;
}

/** Identifies a service within its account and region. Both parameters may be names or ARNs. */
export const serviceKey = (cluster = 'default', service = ''): string =>
  `${nameOfArn(cluster)}/${nameOfArn(service)}`;
