import type { PipelineIdentity } from '../../../../handlers/contract/names';
import {
  PUBLISH_VERSIONS,
  publishedVersion,
  publishVersionsUserParameters,
  VERSIONS_NAMESPACE,
} from '../../../../handlers/contract/publish-versions';
import { RECORD_VERSIONS } from '../../../../handlers/contract/record-versions';
import { releasedVersionsUserParameters } from '../../../../handlers/contract/released-versions';
import { SHIFT_VERSIONS } from '../../../../handlers/contract/shift-versions';
import { CODE } from '../../../../handlers/contract/uploaded-code';
import { BUILD } from '../../../build/commit-build';
import { commitLink } from '../../../build/commit-request';
import { type VerificationProps, verifyAction } from '../../../build/verify';
import type { ApprovalRequest } from '../../../gates/approve';
import { approvalStage } from '../../../gates/gates';
import { type Action, MAX_CONFIGURATION_VALUE_LENGTH } from '../../../pipeline/action';
import type { Arns } from '../../../pipeline/arns';
import type { Grant } from '../../../pipeline/grant';
import { invoke } from '../../../pipeline/invoke';
import type { Stage } from '../../../pipeline/pipeline';
import { COMMIT } from '../../../source/commit';
import type { UploadedObject } from '../../../source/config/uploads-model';
import type { LambdaFunction, LambdaPipeline } from '../config/model';
import { functionName, watchedAlarms } from '../config/names';
import { deployStrategy } from './deploy-strategy';
import { lambdaGrants } from './grants';

export interface ReleaseStagesProps {
  readonly pipeline: LambdaPipeline;
  readonly identity: PipelineIdentity;
  readonly arns: Arns;
  /** See `hashOfSettings`. */
  readonly hash: string;
  /** What runs between the traffic and the record. @default - nothing does */
  readonly verification?: VerificationProps;
}

/**
 * What follows the source. Versions are published before a person is asked, who so decides about what is there already, and
 * which nobody calls; the traffic of all functions moves at once. Where the alias names `$LATEST`, what is published serves,
 * and a person is asked before.
 */
export function releaseStages(props: ReleaseStagesProps): Stage[] {
  const { pipeline, identity, arns, hash, verification } = props;
  const { functions, approval } = pipeline;
  const grants = lambdaGrants(pipeline);
  const publish = invoke(
    PUBLISH_VERSIONS,
    {
      name: 'PublishVersions',
      namespace: VERSIONS_NAMESPACE,
      inputs: [pipeline.source.from === 'git' ? BUILD.artifact : CODE.artifact],
      userParameters: publishVersionsUserParameters(identity, hash),
      grants: grants.publish,
    },
    identity,
    arns,
  );
  const names = functions.map(({ name }) => name);
  const userParameters = releasedVersionsUserParameters(identity, hash, names);
  const record = invoke(
    RECORD_VERSIONS,
    {
      name: 'RecordVersions',
      runOrder: verification ? 3 : 2,
      userParameters,
      grants: grants.record,
    },
    identity,
    arns,
  );
  const moves = pipeline.deploy.hooks
    ? [shiftByCodeDeploy(identity, arns, userParameters, grants.deploy)]
    : functions.map((one, index) => moveTraffic(pipeline, one, index === 0 ? grants.deploy : []));
  const asks = approval ? [approvalStage(requestFor(pipeline), identity, arns)] : [];
  const rest = [...(verification ? [verifyAction(verification, 2)] : []), record];
  if (pipeline.deploy.latest) return [...asks, { name: 'Deploy', actions: [publish, ...rest] }];
  return [{ name: 'Publish', actions: [publish] }, ...asks, { name: 'Deploy', actions: [...moves, ...rest] }];
}

/** Has CodeDeploy move the traffic of all functions, with hooks, which no action of CodePipeline's own does. */
const shiftByCodeDeploy = (
  identity: PipelineIdentity,
  arns: Arns,
  userParameters: string,
  grants: readonly Grant[],
): Action =>
  invoke(SHIFT_VERSIONS, { name: 'ShiftVersions', runOrder: 1, userParameters, grants }, identity, arns);

/**
 * Asks about the versions that are published, or where there are none about what is to be released. The commit's branch and
 * message are left out: what differs needs the room.
 */
function requestFor({ source, deploy }: LambdaPipeline): ApprovalRequest {
  const differs = deploy.latest ? '' : `: #{${VERSIONS_NAMESPACE}.SUMMARY}`;
  if (source.from === 'code') return { whatGoesLive: uploadedVersion(source.object) + differs };
  const { git } = source;
  const link = commitLink(git);
  return {
    whatGoesLive: `${git.repository} at commit #{${COMMIT.action}.CommitId}${differs}`,
    ...(link !== undefined && { link }),
  };
}

/** A version id as S3 makes it, and what the approval shows of the versions. */
const VARIABLES_LENGTH = 32 + 600;

/** The object's version. Where the key is too long beside the versions, the source action is named instead. */
function uploadedVersion({ key }: UploadedObject): string {
  const fits = key.length + 100 + VARIABLES_LENGTH <= MAX_CONFIGURATION_VALUE_LENGTH;
  return `${fits ? key : CODE.action} is version #{${CODE.action}.VersionId}`;
}

/**
 * CodePipeline's own action, which moves the alias to the version that is published already, step by step, and back where
 * an alarm fires. It takes no artifact.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html
 */
function moveTraffic(pipeline: LambdaPipeline, one: LambdaFunction, grants: readonly Grant[]): Action {
  const { alias, traffic } = pipeline.deploy;
  const alarms = watchedAlarms(pipeline, one);
  return {
    name: one.name,
    category: 'Deploy',
    provider: 'Lambda',
    configuration: {
      FunctionName: functionName(pipeline, one),
      FunctionAlias: alias,
      PublishedTargetVersion: publishedVersion(one.name),
      DeployStrategy: deployStrategy(traffic),
      ...(alarms.length > 0 && { Alarms: alarms.join() }),
    },
    runOrder: 1,
    grants,
  };
}
