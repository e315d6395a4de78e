import type { LambdaSettings } from '../contract/lambda-settings';
import type { PipelineIdentity } from '../contract/names';

/** The other pipelines that release the same functions, in the file's order. */
export const siblingsOf = (
  pipeline: PipelineIdentity,
  { shared = [] }: Pick<LambdaSettings, 'shared'>,
): PipelineIdentity[] =>
  shared.filter((name) => name !== pipeline.environment).map((environment) => ({ ...pipeline, environment }));

/** Those of them that are before the pipeline in the file, and publish before it. */
export const siblingsBefore = (
  pipeline: PipelineIdentity,
  { shared = [] }: Pick<LambdaSettings, 'shared'>,
): PipelineIdentity[] =>
  siblingsOf(pipeline, { shared: shared.slice(0, Math.max(0, shared.indexOf(pipeline.environment))) });
