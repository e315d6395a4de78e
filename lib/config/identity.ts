import type { PipelineIdentity } from '../../handlers/contract/names';
import type { BasePipeline } from './model';

/** What the names of a pipeline's resources are composed of. */
export const identityOf = ({
  prefix,
  name,
  environment,
}: Omit<BasePipeline, 'kind' | 'approval'>): PipelineIdentity => ({
  prefix,
  pipeline: name,
  environment: environment.name,
});
