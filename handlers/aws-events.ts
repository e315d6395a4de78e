import { type PipelineIdentity, pipelineName } from './contract/names';
import { type FunctionOwner, ownPipeline } from './function-owner';
import { objectOf, optionalText, type UnknownObject } from './json';

/** What an event is about: one of our pipelines, and when the event was sent. */
export interface PipelineEvent {
  readonly pipeline: PipelineIdentity;
  readonly at: Date;
}

/** Less than Lambda waits before it runs a function a second time. */
const RECENT_MILLISECONDS = 50_000;

/** Whether an event was sent so recently that the service may not show yet what it is about. */
export const isRecent = ({ at }: Pick<PipelineEvent, 'at'>, now = new Date()): boolean =>
  now.getTime() - at.getTime() < RECENT_MILLISECONDS;

/** An execution that ended. */
export interface EndedExecutionEvent extends PipelineEvent {
  readonly executionId: string;
}

/**
 * The end of an execution of one of our pipelines.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
 * @returns nothing for another event, environment or account
 */
export function endedExecutionOf(
  event: UnknownObject,
  owner: FunctionOwner,
): EndedExecutionEvent | undefined {
  if (event['detail-type'] !== 'CodePipeline Pipeline Execution State Change') return undefined;
  const detail = objectOf(event, 'detail');
  const executionId = optionalText(detail, 'execution-id');
  const found = eventOf(event, ownPipeline(optionalText(detail, 'pipeline') ?? '', owner), owner);
  return found && executionId ? { ...found, executionId } : undefined;
}

/**
 * The end of a deployment of a service that the factory makes for one of our pipelines.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 * @returns nothing for another event, and for a service of another account or environment, or with another name than the
 * factory gives
 */
export function endedDeploymentOf(event: UnknownObject, owner: FunctionOwner): PipelineEvent | undefined {
  if (event['detail-type'] !== 'ECS Deployment State Change') return undefined;
  return eventOf(event, pipelineOfService(event.resources, owner), owner);
}

function eventOf(
  event: UnknownObject,
  pipeline: PipelineIdentity | undefined,
  { account }: FunctionOwner,
): PipelineEvent | undefined {
  const at = new Date(optionalText(event, 'time') ?? '');
  if (!pipeline || Number.isNaN(at.getTime())) return undefined;
  return event.account === account ? { pipeline, at } : undefined;
}

/**
 * `arn:<partition>:ecs:<region>:<account>:service/<cluster>/<service>`, where cluster and service are named like the pipeline.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
function pipelineOfService(resources: unknown, owner: FunctionOwner): PipelineIdentity | undefined {
  const arn: unknown = Array.isArray(resources) ? resources[0] : undefined;
  const pipeline = ownPipeline(typeof arn === 'string' ? (arn.split('/')[1] ?? '') : '', owner);
  if (!pipeline) return undefined;
  const { partition, region, account } = owner;
  const name = pipelineName(pipeline);
  return arn === `arn:${partition}:ecs:${region}:${account}:service/${name}/${name}` ? pipeline : undefined;
}
