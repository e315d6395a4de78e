import { randomBytes } from 'node:crypto';
import type {
  ComputePlatform,
  DeploymentCreator,
  DeploymentGroupInfo,
  DeploymentInfo,
  DeploymentWaitType,
  ECSTarget,
  LambdaTarget,
  LifecycleEventStatus,
} from '@aws-sdk/client-codedeploy';
import { formatArn } from '../../../kit/arn';
import type { Scope } from '../../../kit/scope';
import type { AppSpec } from '../app-spec';
import type { FunctionSpec } from '../function-spec';
import type { DeploymentInterruption } from './interruption';

/** The lifecycle events of an ECS deployment, in their order. */
const LIFECYCLE = [
  'BeforeInstall',
  'Install',
  'AfterInstall',
  'AllowTestTraffic',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AllowTraffic',
  'AfterAllowTraffic',
] as const;

/** Those of a deployment of a function. */
const FUNCTION_LIFECYCLE: readonly LifecycleEventName[] = [
  'BeforeAllowTraffic',
  'AllowTraffic',
  'AfterAllowTraffic',
];

export type LifecycleEventName = (typeof LIFECYCLE)[number];

/** One of the two target groups, and the task set behind it. */
export interface TrafficSide {
  readonly targetGroupArn: string;
  readonly targetGroupName: string;
  readonly taskSetArn?: string;
}

/** What a deployment moves: the traffic of one or two listeners, from blue to green. */
export interface TrafficShift {
  readonly blue: TrafficSide;
  /** Has a task set once Install has made it. */
  green: TrafficSide;
  /** ARNs. */
  readonly productionListener: string;
  readonly testListener?: string;
}

/** A deployment, kept as long as the endpoint runs. */
export interface DeploymentRecord {
  readonly info: DeploymentInfo & { readonly deploymentId: string };
  /** A service of ECS, or a function. */
  readonly target: ECSTarget & Pick<LambdaTarget, 'lambdaFunctionInfo'>;
  /** The group as it was when the deployment began. */
  readonly group: DeploymentGroupInfo;
  /** Undefined for a rollback to what was there before the first deployment, and for a function. */
  readonly appSpec: AppSpec | undefined;
  /** What moves where a function is deployed. @default - a service of ECS is */
  readonly functionSpec?: FunctionSpec;
  /** Ends every wait of the deployment; its reason is a {@link DeploymentInterruption}. */
  readonly interrupted: AbortController;
  /** Hooks that were invoked, by execution id. */
  readonly hooks: Map<string, HookExecution>;
  /** Set by Install. */
  shift?: TrafficShift;
  /** Set while ContinueDeployment may end a wait. */
  waiting?: { readonly type: DeploymentWaitType; readonly continue: () => void };
  /** Whether blue is being ended: from then on nothing can be stopped or rolled back. */
  ending: boolean;
}

/** A hook function that was invoked and has to report its result. */
interface HookExecution {
  readonly event: LifecycleEventName;
  /** To be called once. */
  report(status: LifecycleEventStatus): void;
  reported: boolean;
}

/** What a new deployment is made from. */
export interface NewDeployment {
  readonly scope: Scope;
  readonly group: DeploymentGroupInfo;
  readonly appSpec?: AppSpec;
  readonly functionSpec?: FunctionSpec;
  readonly creator: DeploymentCreator;
  readonly now: Date;
  /** What differs from the group. */
  readonly info: Partial<DeploymentInfo>;
}

/** A deployment that has not begun, with a new id. */
export function newDeploymentRecord(given: NewDeployment): DeploymentRecord {
  const { scope, group, appSpec, functionSpec, creator, now, info } = given;
  const deploymentId = newDeploymentId();
  return {
    info: {
      applicationName: group.applicationName,
      deploymentGroupName: group.deploymentGroupName,
      deploymentConfigName: group.deploymentConfigName,
      autoRollbackConfiguration: group.autoRollbackConfiguration,
      deploymentStyle: group.deploymentStyle,
      blueGreenDeploymentConfiguration: group.blueGreenDeploymentConfiguration,
      loadBalancerInfo: group.loadBalancerInfo,
      status: 'Created',
      createTime: now,
      creator,
      computePlatform: platformOf(group),
      ignoreApplicationStopFailures: false,
      updateOutdatedInstancesOnly: false,
      instanceTerminationWaitTimeStarted: false,
      fileExistsBehavior: 'DISALLOW',
      deploymentStatusMessages: [],
      deploymentOverview: overview('Pending'),
      ...info,
      deploymentId,
    },
    target: {
      deploymentId,
      lastUpdatedAt: now,
      lifecycleEvents: (functionSpec ? FUNCTION_LIFECYCLE : LIFECYCLE).map((lifecycleEventName) => ({
        lifecycleEventName,
        status: 'Pending',
      })),
      status: 'Pending',
      ...(functionSpec ? functionTarget(scope, functionSpec) : serviceTarget(scope, group)),
    },
    group,
    appSpec,
    functionSpec,
    interrupted: new AbortController(),
    hooks: new Map(),
    ending: false,
  };
}

/** What a group deploys to. */
export const platformOf = ({ computePlatform }: DeploymentGroupInfo): ComputePlatform =>
  computePlatform ?? 'ECS';

function serviceTarget(scope: Scope, { ecsServices: [service] = [] }: DeploymentGroupInfo) {
  const { clusterName, serviceName } = service ?? {};
  return {
    targetId: `${clusterName}:${serviceName}`,
    targetArn: formatArn('ecs', scope, `service/${clusterName}/${serviceName}`),
    taskSetsInfo: [],
  };
}

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_LambdaTarget.html */
function functionTarget(scope: Scope, { Name, Alias, CurrentVersion, TargetVersion }: FunctionSpec) {
  return {
    targetId: Name,
    targetArn: formatArn('lambda', scope, `function:${Name}`),
    lambdaFunctionInfo: {
      functionName: Name,
      functionAlias: Alias,
      currentVersion: CurrentVersion,
      targetVersion: TargetVersion,
      targetVersionWeight: 0,
    },
  };
}

/** `d-` and nine capitals and digits, as CodeDeploy names deployments. */
function newDeploymentId(): string {
  const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  return `d-${[...randomBytes(9)].map((byte) => characters[byte % characters.length]).join('')}`;
}

/** Counts of targets by state; an ECS deployment has one target. */
export function overview(state: 'Pending' | 'InProgress' | 'Succeeded' | 'Failed' | 'Skipped' | 'Ready') {
  return { Pending: 0, InProgress: 0, Succeeded: 0, Failed: 0, Skipped: 0, Ready: 0, [state]: 1 };
}

/** Whether the deployment has not ended: its group can have no other one until then. */
export const isActive = ({ info }: DeploymentRecord): boolean =>
  info.status !== 'Succeeded' && info.status !== 'Failed' && info.status !== 'Stopped';

/** Ends the deployment early, if it can still be ended. @returns whether it could */
export function interruptDeployment(deployment: DeploymentRecord, reason: DeploymentInterruption): boolean {
  if (!isActive(deployment) || deployment.ending || deployment.interrupted.signal.aborted) return false;
  deployment.interrupted.abort(reason);
  return true;
}
