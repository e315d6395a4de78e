import { bakeName, type PipelineIdentity } from '../contract/names';
import { type FunctionOwner, ownPipeline } from '../function-owner';
import { isObject, objectOf, optionalText } from '../json';

/** The end of a bake of one of this environment's pipelines. */
export interface EndedBake {
  readonly pipeline: PipelineIdentity;
  /** `project:uuid` */
  readonly buildId: string;
}

/**
 * Parses the function's event, once: nothing behind this reads it again. It is a hint to look, and nothing else is believed
 * of it: which bakes have ended, and how, is read from EC2 and CodeBuild.
 * @returns nothing for any other event, also of another account
 */
export function parseEvent(event: unknown, owner: FunctionOwner): EndedBake | undefined {
  if (!isObject(event) || event['detail-type'] !== 'CodeBuild Build State Change') return undefined;
  const detail = objectOf(event, 'detail');
  const pipeline = pipelineOfBake(optionalText(detail, 'project-name') ?? '', owner);
  const [, buildId] = /:build\/(.+)$/.exec(optionalText(detail, 'build-id') ?? '') ?? [];
  if (!pipeline || !buildId || detail['build-status'] === 'IN_PROGRESS') return undefined;
  return event.account === owner.account ? { pipeline, buildId } : undefined;
}

/** @returns nothing for a project that is no bake of this environment's */
function pipelineOfBake(project: string, owner: FunctionOwner): PipelineIdentity | undefined {
  const identity = ownPipeline(project.replace(/-bake$/, ''), owner);
  return identity && project === bakeName(identity) ? identity : undefined;
}
