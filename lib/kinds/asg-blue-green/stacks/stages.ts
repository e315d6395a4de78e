import {
  CREATE_GREEN_GROUP,
  createGreenGroupUserParameters,
  GREEN_NAMESPACE,
} from '../../../../handlers/contract/create-green-group';
import {
  BAKE_NAMESPACE,
  type BAKE_VARIABLES,
  CREATE_LAUNCH_TEMPLATE_VERSION,
  createLaunchTemplateVersionUserParameters,
  LAUNCH_TEMPLATE_NAMESPACE,
} from '../../../../handlers/contract/create-launch-template-version';
import { type PipelineIdentity, pipelineName } from '../../../../handlers/contract/names';
import {
  REFRESH_INSTANCES,
  REFRESH_NAMESPACE,
  refreshInstancesUserParameters,
} from '../../../../handlers/contract/refresh-instances';
import {
  RETIRE_BLUE_GROUP,
  retireBlueGroupUserParameters,
} from '../../../../handlers/contract/retire-blue-group';
import {
  MOVED_NAMESPACE,
  SHIFT_TRAFFIC,
  type ShiftTrafficParameters,
  shiftTrafficUserParameters,
  TRAFFIC_NAMESPACE,
} from '../../../../handlers/contract/shift-traffic';
import { commitRequest } from '../../../build/commit-request';
import { type VerificationProps, verifyAction } from '../../../build/verify';
import type { ApprovalRequest } from '../../../gates/approve';
import { approvalStage } from '../../../gates/gates';
import type { Action } from '../../../pipeline/action';
import type { Arns } from '../../../pipeline/arns';
import { invoke } from '../../../pipeline/invoke';
import type { Stage } from '../../../pipeline/pipeline';
import type { AsgBlueGreenPipeline } from '../config/model';
import type { FleetGrants } from './grants';

export interface DeployStagesProps {
  readonly pipeline: AsgBlueGreenPipeline;
  readonly identity: PipelineIdentity;
  readonly arns: Arns;
  /** See `settingsHash`. */
  readonly hash: string;
  readonly grants: FleetGrants;
  /** Where green can be tried before it has traffic. @default - nowhere that is known */
  readonly testUrl?: string;
  /** What runs between the traffic and its record. @default - nothing does */
  readonly verification?: VerificationProps;
}

/**
 * What follows the bake. During the hold, which is in Retire, CodePipeline can roll back the stages before it.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback.html
 */
export function deployStages(props: DeployStagesProps): Stage[] {
  const { pipeline, identity, arns, verification } = props;
  const { approval, approvalOf } = pipeline;
  if (pipeline.deploy.strategy === 'refresh')
    return [
      ...(approval ? [approvalStage(requestForRelease(pipeline), identity, arns)] : []),
      {
        name: 'Deploy',
        actions: [
          makeVersion(props),
          refreshInstances(props),
          ...(verification ? [verifyAction(verification, 3)] : []),
        ],
        // Every instance is replaced by then: what goes back is another refresh.
        ...(verification && { onFailure: 'rollback' as const }),
      },
    ];
  const [version, green, traffic] = [makeVersion(props), createGreen(props), trafficActions(props)];
  const retire: Stage = { name: 'Retire', actions: [retireBlue(props)] };
  if (approval && approvalOf === 'traffic')
    return [
      { name: 'Deploy', actions: [version, green] },
      approvalStage(requestForTraffic(props), identity, arns),
      { name: 'Traffic', actions: traffic },
      retire,
    ];
  return [
    ...(approval ? [approvalStage(requestForRelease(pipeline), identity, arns)] : []),
    { name: 'Deploy', actions: [version, green, ...traffic] },
    retire,
  ];
}

/** What the bake exports that tells a person something, and how long its values are. */
const SHOWN = { AMI_ID: 21, IMAGE_REUSED: 5, PACKAGES: 300 } as const satisfies Partial<
  Record<(typeof BAKE_VARIABLES)[number], number>
>;

/** Asks about the commit and its image: which one, whether it was there already, and which packages differ. */
const requestForRelease = ({ source }: AsgBlueGreenPipeline, before?: number): ApprovalRequest =>
  commitRequest(
    source.git,
    { namespace: BAKE_NAMESPACE, names: Object.keys(SHOWN), lengths: SHOWN, by: 'the bake' },
    before,
  );

/** The same about a group that is healthy already; the link leads to it, where it can be tried. */
function requestForTraffic({ pipeline, identity, testUrl }: DeployStagesProps): ApprovalRequest {
  const group = `#{${GREEN_NAMESPACE}.Group} is healthy and gets the traffic of #{${GREEN_NAMESPACE}.BlueGroup}: `;
  const names = 2 * (pipelineName(identity).length + GROUP_ENDING_LENGTH);
  const { whatGoesLive, link } = requestForRelease(pipeline, group.length + names);
  const shown = testUrl ?? link;
  return { whatGoesLive: `${group}${whatGoesLive}`, ...(shown !== undefined && { link: shown }) };
}

/** Characters of execution and attempt after a pipeline's name. */
const GROUP_ENDING_LENGTH = 13;

function makeVersion({ identity, arns, hash, grants }: DeployStagesProps): Action {
  const userParameters = createLaunchTemplateVersionUserParameters(identity, hash);
  return invoke(
    CREATE_LAUNCH_TEMPLATE_VERSION,
    {
      name: LAUNCH_TEMPLATE_NAMESPACE,
      namespace: LAUNCH_TEMPLATE_NAMESPACE,
      userParameters,
      runOrder: 1,
      grants: grants.version,
    },
    identity,
    arns,
  );
}

function createGreen({ identity, arns, hash, grants }: DeployStagesProps): Action {
  const userParameters = createGreenGroupUserParameters(identity, hash);
  return invoke(
    CREATE_GREEN_GROUP,
    { name: GREEN_NAMESPACE, namespace: GREEN_NAMESPACE, userParameters, runOrder: 2, grants: grants.green },
    identity,
    arns,
  );
}

function refreshInstances({ identity, arns, hash, grants }: DeployStagesProps): Action {
  const userParameters = refreshInstancesUserParameters(identity, hash);
  return invoke(
    REFRESH_INSTANCES,
    {
      name: REFRESH_NAMESPACE,
      namespace: REFRESH_NAMESPACE,
      userParameters,
      runOrder: 2,
      grants: grants.green,
    },
    identity,
    arns,
  );
}

/** Moves the traffic and records that; where releases are verified, that is between the two. */
function trafficActions(props: DeployStagesProps): Action[] {
  const { verification, pipeline } = props;
  const first = pipeline.approval && pipeline.approvalOf === 'traffic' ? 1 : 3;
  if (!verification)
    return [shiftTraffic(props, { name: TRAFFIC_NAMESPACE, namespace: TRAFFIC_NAMESPACE, runOrder: first })];
  return [
    shiftTraffic(props, { name: TRAFFIC_NAMESPACE, namespace: MOVED_NAMESPACE, runOrder: first }, 'move'),
    verifyAction(verification, first + 1),
    {
      ...shiftTraffic(
        props,
        { name: 'RecordTraffic', namespace: TRAFFIC_NAMESPACE, runOrder: first + 2 },
        'record',
      ),
      grants: [], // those of the action that moves the traffic
    },
  ];
}

function shiftTraffic(
  { identity, arns, hash }: DeployStagesProps,
  action: Pick<Action, 'name' | 'namespace' | 'runOrder'>,
  part?: ShiftTrafficParameters['part'],
): Action {
  const userParameters = shiftTrafficUserParameters(identity, hash, part);
  return invoke(SHIFT_TRAFFIC, { ...action, userParameters }, identity, arns);
}

function retireBlue({ identity, arns, hash }: DeployStagesProps): Action {
  const userParameters = retireBlueGroupUserParameters(identity, hash);
  return invoke(RETIRE_BLUE_GROUP, { name: 'Retire', userParameters }, identity, arns);
}
