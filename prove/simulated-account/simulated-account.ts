import type { AutoScalingState } from '../stores/autoscaling/model';
import type { AlarmState } from '../stores/cloudwatch/model';
import type { CodeDeployState } from '../stores/codedeploy/model';
import type { PipelineState } from '../stores/codepipeline/model';
import type { Ec2State } from '../stores/ec2/model';
import type { EcrState } from '../stores/ecr/model';
import type { EcsState } from '../stores/ecs/model';
import type { LoadBalancingState } from '../stores/elasticloadbalancing/model';
import type { FunctionsState } from '../stores/lambda/model';
import type { ObjectState } from '../stores/s3/model';
import type { ParameterState } from '../stores/ssm/model';
import type { LambdaState } from './invocation';

/**
 * Everything that there is in one account, as plain data: a copy of it is a snapshot, from which another case goes on.
 * Nothing here knows of the functions that are run, nor of the memory that a function's process has.
 */
export interface SimulatedAccount {
  /** Milliseconds since 1970. */
  now: number;
  /** The last number that an id was made of. */
  sequence: number;
  /** Events that EventBridge has yet to deliver. */
  events: SimulatedEvent[];
  readonly autoScaling: AutoScalingState;
  readonly loadBalancing: LoadBalancingState;
  readonly ec2: Ec2State;
  readonly ssm: ParameterState;
  readonly cloudWatch: AlarmState;
  readonly pipeline: PipelineState;
  readonly lambda: LambdaState;
  /** @default - nothing is deployed to ECS */
  readonly ecs?: EcsState;
  /** @default - there are no repositories */
  readonly ecr?: EcrState;
  /** @default - CodeDeploy deploys nothing */
  readonly codeDeploy?: CodeDeployState;
  /** Functions that are released. @default - there are none */
  readonly functions?: FunctionsState;
  /** @default - actions have no artifacts */
  readonly s3?: ObjectState;
}

/** An event as EventBridge delivers it, as far as functions read it. */
export interface SimulatedEvent {
  readonly source: string;
  readonly 'detail-type': string;
  readonly account: string;
  /** ARNs. @default - none */
  readonly resources?: readonly string[];
  /** ISO 8601. */
  readonly time: string;
  readonly detail: Readonly<Record<string, string>>;
}

export const ACCOUNT = '111111111111';
export const REGION = 'eu-central-1';

/** A copy that shares nothing with the simulated account. */
export const snapshot = (simulated: SimulatedAccount): SimulatedAccount => structuredClone(simulated);

/** The next number for an id, so that a case makes the same ids whenever it is run. */
export const nextNumber = (simulated: SimulatedAccount): string => `${++simulated.sequence}`.padStart(8, '0');
