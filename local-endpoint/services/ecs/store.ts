import type { LocalDeployment } from './deployments/model';
import type { ServiceSettings } from './deployments/settings';
import type { LocalTask } from './tasks/task';
import type { ServiceContext } from '../../kit/context';

/** A service whose tasks are kept here, beside what moto keeps of it. */
export interface LocalService {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  readonly name: string;
  /** Newest first. */
  readonly events: { readonly id: string; readonly createdAt: Date; readonly message: string }[];
}

/** A service with the CODE_DEPLOY controller. */
export interface CodeDeployService extends LocalService {
  /** By ARN. */
  readonly taskSets: Map<string, LocalTaskSet>;
  /** What CreateService was told and moto does not echo. */
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
  /** Why no task starts; absent while they may. */
  stoppedReason?: string;
  /** Whether its tasks have been told to run; before that they are pending. */
  started: boolean;
  /** By the endpoint's clock; moto knows only the machine's. */
  readonly createdAt: Date;
  /** When the stability last changed. */
  stabilityStatusAt: Date;
  stabilityStatus: 'STEADY_STATE' | 'STABILIZING';
}

/** A service with ECS's own controller, which replaces tasks a few at a time. */
export interface RollingService extends LocalService {
  readonly arn: string;
  readonly createdAt: Date;
  /** Aborts when the service is deleted. */
  readonly gone: AbortController;
  settings: ServiceSettings;
  desiredCount: number;
  /** The primary first, then those whose tasks it replaces. */
  deployments: readonly LocalDeployment[];
  /** The last one that came to its end well: what a failed one goes back to. */
  completed?: LocalDeployment;
  /** Those that stopped too, for an hour, as ECS shows them. */
  tasks: readonly LocalTask[];
  /** Ends when the scheduler has looked at the service: it looks at one thing after the other. */
  turn: Promise<void>;
}

/** What the operations of this service share. */
export interface EcsStore {
  readonly context: ServiceContext;
  /** Those with the CODE_DEPLOY controller, by account, region, cluster and service. */
  readonly services: Map<string, CodeDeployService>;
  /** Those with ECS's own controller, likewise. */
  readonly rolling: Map<string, RollingService>;
  /** How many addresses were given out, by subnet. */
  readonly addresses: Map<string, number>;
}

/** The service's key, whether cluster and service are given as names or ARNs. */
export function serviceKey(
  account: string,
  region: string,
  cluster: string | undefined,
  service: string,
): string {
  return [account, region, lastPart(cluster ?? 'default'), lastPart(service)].join('|');
}

/** The name at the end of an ARN, or the name itself. */
export const lastPart = (nameOrArn: string): string => nameOrArn.split('/').at(-1) ?? nameOrArn;
