/** One application with one deployment group, of the same name. */
export interface CodeDeployState {
  readonly name: string;
  readonly cluster: string;
  readonly service: string;
  /** ARNs of both target groups, and of the listener's rule. */
  readonly targetGroups: readonly [string, string];
  readonly rule: string;
  /** Percent of the traffic, each for some seconds; the last is 100. */
  readonly steps: readonly { readonly percent: number; readonly seconds: number }[];
  /** Seconds for which the tasks that served before are kept. */
  readonly terminationSeconds: number;
  readonly alarms: readonly string[];
  /** Oldest first. */
  readonly deployments: CodeDeployment[];
}

export interface CodeDeployment {
  /** `d-…` */
  readonly id: string;
  readonly creator: 'user' | 'codeDeployRollback';
  /** ARN of the revision. */
  readonly definition: string;
  readonly createdAt: number;
  status: 'InProgress' | 'Succeeded' | 'Failed' | 'Stopped';
  endedAt?: number;
  error?: string;
  /** Once it has begun to install. */
  shift?: Shift;
  /** Whether blue, or in a rollback green, is being ended: nothing can be stopped any more. @default false */
  isEnding?: boolean;
}

/** Both sides of a deployment. */
export interface Shift {
  readonly blue: Side;
  readonly green: Side;
}

/** A target group, and the task set on it. */
export interface Side {
  readonly targetGroup: string;
  taskSet?: string;
}
