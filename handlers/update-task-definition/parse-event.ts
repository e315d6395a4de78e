import { type PipelineIdentity, pipelineName } from '../contract/names';
import { type FunctionOwner, ownPipeline } from '../function-owner';
import { isObject, optionalText } from '../json';

/** A deployment of ECS that ended, of a service that the factory makes for one of our pipelines. */
export interface EndedServiceDeployment {
  readonly pipeline: PipelineIdentity;
  /** When ECS sent the event; revisions that were registered after it are of later releases. */
  readonly at: Date;
}

/**
 * Parses the function's event of ECS, once: nothing behind this reads it again. Of the event it takes which service it is
 * of, and when it was sent; what became of the deployment ECS is asked for.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service_deployment_events.html
 * @returns nothing for another event, and for a service of another account or environment, or with another name than the
 * factory gives
 */
export function parseDeploymentEvent(
  event: unknown,
  owner: FunctionOwner,
): EndedServiceDeployment | undefined {
  if (!isObject(event) || event['detail-type'] !== 'ECS Deployment State Change') return undefined;
  const at = new Date(optionalText(event, 'time') ?? '');
  const pipeline = pipelineOfService(event.resources, owner);
  if (!pipeline || Number.isNaN(at.getTime())) return undefined;
  return event.account === owner.account ? { pipeline, at } : undefined;
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
