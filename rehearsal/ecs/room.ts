import type { World } from '../world';

/** What moto does not know about a task set of a service with the CODE_DEPLOY controller. */
export interface LocalTaskSet {
  readonly arn: string;
  /** `ecs-svc/…`, as events name it. */
  readonly id: string;
  /** Aborts when the task set is deleted, so that nothing more is started for it. */
  readonly gone: AbortController;
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

/** A task that would run on Fargate. */
export interface LocalTask {
  readonly id: string;
  readonly address: string;
}

/** A service with the CODE_DEPLOY controller, beside what moto keeps of it. */
export interface LocalService {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  readonly name: string;
  /** By ARN. */
  readonly taskSets: Map<string, LocalTaskSet>;
  /** Newest first. */
  readonly events: { readonly id: string; readonly createdAt: Date; readonly message: string }[];
  /** What CreateService was told and moto does not echo. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** What the operations of this room share. */
export interface Room {
  readonly world: World;
  /** By account, region, cluster and service. */
  readonly services: Map<string, LocalService>;
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
