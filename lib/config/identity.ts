import type { PipelineIdentity } from '../../handlers/contract/names';
import type { Pipeline } from './model';

/** Whose names a pipeline's resources bear. */
export const identityOf = ({ prefix, name, environment }: Pipeline): PipelineIdentity => ({
  prefix,
  pipeline: name,
  environment: environment.name,
});
