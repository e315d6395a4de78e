import type { ActionFunction } from './action-function';
import { type ActionParameters, actionParameters } from './action-parameters';
import { GREEN_NAMESPACE } from './create-green-group';
import type { PipelineIdentity } from './names';

/** Moves the traffic to the group of a release by the weights of one listener rule, watching alarms. */
export const SHIFT_TRAFFIC: ActionFunction = {
  name: 'shift-traffic',
  description: 'Moves traffic to the Auto Scaling group of a release',
  roleActions: [
    'autoscaling:DescribeAutoScalingGroups',
    'autoscaling:UpdateAutoScalingGroup',
    'cloudwatch:DescribeAlarms',
    'codepipeline:GetPipelineExecution',
    'codepipeline:ListActionExecutions',
    'elasticloadbalancing:DescribeRules',
    'elasticloadbalancing:DescribeTargetHealth',
    'elasticloadbalancing:ModifyRule',
    'ssm:GetParameterHistory',
    'ssm:GetParameters',
    'ssm:PutParameter',
  ],
};

/** UserParameters of the `shift-traffic` action (JSON, at most 1,000 characters). */
export interface ShiftTrafficParameters extends ActionParameters {
  /** {@link FleetSettings.hash} of the settings that this pipeline was deployed with. */
  readonly settings: string;
  /** Name of the group that is to serve; in the template `#{Green.Group}`. */
  readonly group: string;
  /** `steps` or `at-once`; in the template `#{Green.Traffic}`. */
  readonly traffic: string;
  /**
   * `move` leaves it to another action, which comes with `record`, to record who serves: between them something decides
   * whether the group is to go on serving. @default - the action does both
   */
  readonly part?: 'move' | 'record';
  /** `RaisedBefore` of the action that moved the traffic, with `record` only; in the template `#{Moved.RaisedBefore}`. */
  readonly raisedBefore?: string;
}

/** Output variables of an action that records who serves: the versions of `…/asg/new` and `…/asg/old` that it wrote. */
export interface ShiftTrafficVariables {
  readonly NewVersion: string;
  readonly OldVersion: string;
}

/** Namespace of the action's variables. */
export const TRAFFIC_NAMESPACE = 'Traffic';

/** Output variables of an action that only moves traffic. */
export interface MovedTrafficVariables {
  /**
   * Alarms that have been in ALARM since before the traffic moved, by their places in the settings and with commas, or
   * `none`: the release did not raise them, and may be the one that ends them.
   */
  readonly RaisedBefore: string;
}

/** Namespace of those. */
export const MOVED_NAMESPACE = 'Moved';

/** UserParameters of a pipeline's `shift-traffic` action, for its template. */
export const shiftTrafficUserParameters = (
  identity: PipelineIdentity,
  settings: string,
  part?: ShiftTrafficParameters['part'],
): string =>
  JSON.stringify({
    ...actionParameters(identity),
    settings,
    group: `#{${GREEN_NAMESPACE}.Group}`,
    traffic: `#{${GREEN_NAMESPACE}.Traffic}`,
    ...(part && { part }),
    ...(part === 'record' && { raisedBefore: `#{${MOVED_NAMESPACE}.RaisedBefore}` }),
  } satisfies ShiftTrafficParameters);
