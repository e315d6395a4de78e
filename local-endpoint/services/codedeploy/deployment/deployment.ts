import type {
  DeploymentCreator,
  DeploymentGroupInfo,
  DeploymentInfo,
  ECSTarget,
  LifecycleEventStatus,
} from '@aws-sdk/client-codedeploy';
import type { AppSpec } from '../app-spec';
import type { Interruption } from './interruption';

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

export type LifecycleEventName = (typeof LIFECYCLE)[number];

/** One of the two target groups, and the task set behind it. */
export interface Side {
  readonly targetGroupArn: string;
  readonly targetGroupName: string;
  readonly taskSetArn?: string;
}

/** What a deployment moves: traffic of the listeners, from blue to green. */
export interface Shift {
  readonly blue: Side;
  /** Its task set is there once Install made it. */
  green: Side;
  readonly productionListener: string;
  readonly testListener?: string;
}

/** A deployment as long as the endpoint lives. */
export interface Deployment {
  readonly info: DeploymentInfo & { readonly deploymentId: string };
  readonly target: ECSTarget;
  /** The group as it was when the deployment began. */
  readonly group: DeploymentGroupInfo;
  readonly appSpec: AppSpec | undefined;
  /** Ends every wait of the deployment; its reason is an {@link Interruption}. */
  readonly interrupted: AbortController;
  /** Hooks that were invoked, by execution id. */
  readonly hooks: Map<string, HookExecution>;
  shift?: Shift;
  /** Set while somebody may cut a wait short. */
  waiting?: { readonly type: 'READY_WAIT' | 'TERMINATION_WAIT'; readonly continue: () => void };
  /** Whether blue is being ended: from then on nothing can be stopped or rolled back. */
  ending: boolean;
}

/** A hook function that was called and is to report. */
interface HookExecution {
  readonly event: LifecycleEventName;
  /** Once only. */
  report(status: LifecycleEventStatus): void;
  reported: boolean;
}

/** What a deployment begins with. */
export interface NewDeployment {
  readonly deploymentId: string;
  readonly account: string;
  readonly region: string;
  readonly group: DeploymentGroupInfo;
  readonly appSpec: AppSpec | undefined;
  readonly creator: DeploymentCreator;
  readonly now: Date;
  readonly info: Partial<DeploymentInfo>;
}

/** A deployment that has not begun. */
export function newDeployment({
  deploymentId,
  account,
  region,
  group,
  appSpec,
  creator,
  now,
  info,
}: NewDeployment): Deployment {
  const [service] = group.ecsServices ?? [];
  const { clusterName, serviceName } = service ?? {};
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
      computePlatform: 'ECS',
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
      targetId: `${clusterName}:${serviceName}`,
      targetArn: `arn:aws:ecs:${region}:${account}:service/${clusterName}/${serviceName}`,
      lastUpdatedAt: now,
      lifecycleEvents: LIFECYCLE.map((lifecycleEventName) => ({ lifecycleEventName, status: 'Pending' })),
      status: 'Pending',
      taskSetsInfo: [],
    },
    group,
    appSpec,
    interrupted: new AbortController(),
    hooks: new Map(),
    ending: false,
  };
}

/** The one target of an ECS deployment, counted. */
export function overview(state: 'Pending' | 'InProgress' | 'Succeeded' | 'Failed' | 'Skipped' | 'Ready') {
  return { Pending: 0, InProgress: 0, Succeeded: 0, Failed: 0, Skipped: 0, Ready: 0, [state]: 1 };
}

/** Whether the deployment still keeps its group busy. */
export const isActive = ({ info }: Deployment): boolean =>
  info.status !== 'Succeeded' && info.status !== 'Failed' && info.status !== 'Stopped';

/** Ends the deployment before its time, if it can still be ended. @returns whether it could */
export function interrupt(deployment: Deployment, why: Interruption): boolean {
  if (!isActive(deployment) || deployment.ending || deployment.interrupted.signal.aborted) return false;
  deployment.interrupted.abort(why);
  return true;
}
