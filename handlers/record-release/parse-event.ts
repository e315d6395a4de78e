import { endedDeploymentOf, endedExecutionOf, type PipelineEvent } from '../aws-events';
import type { PipelineIdentity } from '../contract/names';
import { type FunctionOwner, ownPipeline } from '../function-owner';
import { isJobEvent, type JobRequest, parseJob } from '../job/parse-job';
import { isObject, objectOf, optionalText, type UnknownObject } from '../json';

/** Why `record-release` was invoked: by a pipeline, by an event, or by one that it does not handle. */
export type RecordReleaseRequest =
  | JobRequest
  | SucceededDeployment
  | UnrecordedRelease
  | { readonly kind: 'other' };

/** An execution of one of our pipelines, or a deployment of its service, that ended: what serves may not be recorded. */
export interface UnrecordedRelease extends PipelineEvent {
  readonly kind: 'ended';
  /** @default - a deployment of ECS ended */
  readonly executionId?: string;
}

/** A deployment of one of our pipelines that succeeded. */
export interface SucceededDeployment {
  readonly kind: 'deployment';
  readonly pipeline: PipelineIdentity;
  readonly deploymentId: string;
}

/**
 * Parses the function's event, once: nothing behind this reads it again.
 * @throws ConfigurationError for a job without id
 */
export function parseEvent(event: unknown, owner: FunctionOwner): RecordReleaseRequest {
  if (isJobEvent(event)) return parseJob(event, () => undefined);
  if (!isObject(event)) return { kind: 'other' };
  const ended = endedExecutionOf(event, owner) ?? endedDeploymentOf(event, owner);
  if (ended) return { kind: 'ended', ...ended };
  return parseDeploymentEvent(event, owner) ?? { kind: 'other' };
}

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html */
function parseDeploymentEvent(event: UnknownObject, owner: FunctionOwner): SucceededDeployment | undefined {
  if (event['detail-type'] !== 'CodeDeploy Deployment State-change Notification') return undefined;
  const detail = objectOf(event, 'detail');
  const deploymentId = optionalText(detail, 'deploymentId');
  const pipeline = ownPipeline(optionalText(detail, 'application') ?? '', owner);
  if (!pipeline || !deploymentId || detail.state !== 'SUCCESS') return undefined;
  return event.account === owner.account ? { kind: 'deployment', pipeline, deploymentId } : undefined;
}
