import {
  fleetParameterName,
  settingsParameterName,
  PIPELINE_TAG,
  type PipelineIdentity,
  pipelineName,
  releaseParameterName,
} from '../../../../handlers/contract/names';
import type { Arns } from '../../../pipeline/arns';
import type { Grant } from '../../../pipeline/grant';
import type { AsgBlueGreenPipeline } from '../config/model';
import { watchedAlarms } from '../config/settings';
import type { ReleaseTarget } from './release-target';

/** What the action functions do with the pipeline's role, by the action that first needs it. */
export interface FleetGrants {
  readonly version: readonly Grant[];
  readonly green: readonly Grant[];
}

export interface FleetGrantsProps {
  readonly pipeline: AsgBlueGreenPipeline;
  readonly identity: PipelineIdentity;
  readonly arns: Arns;
  readonly target: ReleaseTarget;
  /** Id of the launch template. */
  readonly launchTemplate: string;
}

/**
 * Every right of the functions, which have none of their own. Those that change or delete are tied to what carries the
 * pipeline's tag, because a group that was adopted may have any name. To describe and remove images is among the grants of
 * the bake, for what bakes leave.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/security_iam_id-based-policy-examples.html
 */
export function fleetGrants(props: FleetGrantsProps): FleetGrants {
  if (props.pipeline.deploy.strategy === 'refresh') return refreshGrants(props);
  return {
    version: [keepState(props), ...readInput(props), describe(props), makeVersions(props)],
    green: [
      moveTraffic(props),
      readExecutions(props),
      createGroup(props),
      changeGroup(props),
      ...launch(props),
      ...passRoles(props),
    ],
  };
}

/** A refresh launches the version that it names, for which Auto Scaling asks the same rights as for a group. */
const refreshGrants = (props: FleetGrantsProps): FleetGrants => ({
  version: [keepState(props), ...readInput(props), describe(props), makeVersions(props)],
  green: [
    readExecutions(props),
    ...(props.pipeline.fleet.group === undefined ? [createGroup(props)] : []),
    changeGroup(props),
    ...launch(props),
    ...passRoles(props),
  ],
});

function keepState({ identity, arns }: FleetGrantsProps): Grant {
  const kept = (['launch-template', 'asg/new', 'asg/old', 'asg/green'] as const).map((name) =>
    fleetParameterName(identity, name),
  );
  return {
    actions: ['ssm:GetParameters', 'ssm:PutParameter'],
    resources: [...kept, releaseParameterName(identity)].map(arns.parameter),
  };
}

/** `…/ami-id` is the bake's to write, `…/settings` CloudFormation's, of which a rollback may need a version of before. */
function readInput({ identity, arns }: FleetGrantsProps): Grant[] {
  const settings = arns.parameter(settingsParameterName(identity));
  const image = arns.parameter(fleetParameterName(identity, 'ami-id'));
  return [
    { actions: ['ssm:GetParameters'], resources: [settings, image] },
    { actions: ['ssm:GetParameterHistory'], resources: [settings] },
  ];
}

function describe({ pipeline }: FleetGrantsProps): Grant {
  const isRefreshed = pipeline.deploy.strategy === 'refresh';
  return {
    actions: [
      'autoscaling:DescribeAutoScalingGroups',
      ...(isRefreshed ? ['autoscaling:DescribeInstanceRefreshes'] : []),
      'autoscaling:DescribeScalingActivities',
      ...(watchedAlarms(pipeline).length > 0 ? ['cloudwatch:DescribeAlarms'] : []),
      'ec2:DescribeLaunchTemplateVersions',
      'ec2:DescribeSubnets',
      ...(isRefreshed
        ? []
        : [
            'elasticloadbalancing:DescribeListeners',
            'elasticloadbalancing:DescribeRules',
            'elasticloadbalancing:DescribeTargetGroupAttributes',
          ]),
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
    resources: ['*'],
    because: 'AWS knows no resource for what describes groups, alarms, templates and load balancers',
  };
}

function makeVersions({ arns, launchTemplate }: FleetGrantsProps): Grant {
  return {
    actions: ['ec2:CreateLaunchTemplateVersion', 'ec2:DeleteLaunchTemplateVersions'],
    resources: [arns.ec2('launch-template', launchTemplate)],
  };
}

/** A group is made with the pipeline's tag and a name of the pipeline's, or not at all. */
function createGroup({ identity, arns }: FleetGrantsProps): Grant {
  const name = pipelineName(identity);
  return {
    actions: ['autoscaling:CreateAutoScalingGroup'],
    resources: [arns.autoScalingGroup(`${name}-*`)],
    conditions: { StringEquals: { [`aws:RequestTag/${PIPELINE_TAG}`]: name } },
    because:
      'A group is named by the execution and the attempt that make it, and Auto Scaling gives it an id',
  };
}

function changeGroup({ pipeline, identity, arns }: FleetGrantsProps): Grant {
  const { scaling, schedules, metrics, notifications } = pipeline.fleet;
  return {
    actions: [
      ...(pipeline.deploy.strategy === 'refresh' ? REFRESH_ACTIONS : []),
      ...(schedules.length > 0 ? ['autoscaling:BatchPutScheduledUpdateGroupAction'] : []),
      'autoscaling:CreateOrUpdateTags',
      'autoscaling:DeleteAutoScalingGroup',
      'autoscaling:DeleteTags',
      ...(metrics ? ['autoscaling:EnableMetricsCollection'] : []),
      ...(notifications ? ['autoscaling:PutNotificationConfiguration'] : []),
      ...(scaling ? ['autoscaling:PutScalingPolicy'] : []),
      'autoscaling:UpdateAutoScalingGroup',
    ],
    resources: [arns.autoScalingGroup('*')],
    conditions: ofPipeline(identity),
    because: 'A group that was adopted has a name of its own; the condition names the tag that it carries',
  };
}

/** What is started, and taken back where an execution has left it. */
const REFRESH_ACTIONS = ['CancelInstanceRefresh', 'RollbackInstanceRefresh', 'StartInstanceRefresh'].map(
  (action) => `autoscaling:${action}`,
);

/**
 * Auto Scaling launches with its own role, but lets nobody make a group who could not launch its template: only the
 * pipeline's own template, with images of the account, in the fleet's subnets.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
 */
function launch({ pipeline, arns, target, launchTemplate }: FleetGrantsProps): Grant[] {
  const template = arns.ec2('launch-template', launchTemplate);
  const byTemplate = { ArnEquals: { 'ec2:LaunchTemplate': template } };
  const made = ['instance', 'network-interface', 'volume'].map((type) => arns.ec2(type, '*'));
  const { account } = pipeline.environment;
  return [
    {
      actions: ['ec2:RunInstances'],
      resources: [
        template,
        ...target.subnets.map((id) => arns.ec2('subnet', id)),
        ...target.securityGroups.map((id) => arns.ec2('security-group', id)),
        ...made,
      ],
      conditions: byTemplate,
      because: MADE_UP_BY_EC2,
    },
    {
      actions: ['ec2:RunInstances'],
      resources: [arns.image('*')],
      conditions: { ...byTemplate, StringEquals: { 'ec2:Owner': account } },
      because: MADE_UP_BY_EC2,
    },
    {
      actions: ['ec2:CreateTags'],
      resources: made,
      conditions: { StringEquals: { 'ec2:CreateAction': 'RunInstances' } },
      because: MADE_UP_BY_EC2,
    },
  ];
}

const MADE_UP_BY_EC2 = 'EC2 makes up the ids';

function passRoles({ pipeline, target }: FleetGrantsProps): Grant[] {
  const hooks = [...new Set(pipeline.fleet.hooks.flatMap(({ notify }) => notify?.role ?? []))];
  return [
    passRole([target.profile.roleArn], 'ec2.amazonaws.com'),
    ...(hooks.length > 0 ? [passRole(hooks, 'autoscaling.amazonaws.com')] : []),
  ];
}

const passRole = (roles: readonly string[], service: string): Grant => ({
  actions: ['iam:PassRole'],
  resources: roles,
  conditions: { StringEquals: { 'iam:PassedToService': service } },
});

const moveTraffic = ({ target }: FleetGrantsProps): Grant => ({
  actions: ['elasticloadbalancing:ModifyRule'],
  resources: [
    ...(target.listenerRule ? [target.listenerRule] : []),
    ...(target.testListenerRule ? [target.testListenerRule] : []),
  ],
});

const readExecutions = ({ identity, arns }: FleetGrantsProps): Grant => ({
  actions: [
    'codepipeline:GetPipeline',
    'codepipeline:GetPipelineExecution',
    'codepipeline:GetPipelineState',
    'codepipeline:ListActionExecutions',
    'codepipeline:ListPipelineExecutions',
  ],
  resources: [arns.pipeline(pipelineName(identity))],
});

/** What carries the pipeline's tag. */
const ofPipeline = (identity: PipelineIdentity) => ({
  StringEquals: { [`aws:ResourceTag/${PIPELINE_TAG}`]: pipelineName(identity) },
});
