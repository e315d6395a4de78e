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

/**
 * `<prefix>-pr-<pipeline>`: the pipeline of an entry's pull requests, and its stack. It does not end as an environment's
 * pipelines do, so that neither their events nor their mails are its.
 */
export const pullRequestsName = ({ prefix, pipeline }: Omit<PipelineIdentity, 'environment'>): string =>
  `${prefix}-pr-${pipeline}`;

/**
 * What the names of roles and CodeBuild projects of an entry's pull requests are composed of: they end in the environment
 * that they are in, whose key is open to them, and `pr`.
 */
export const pullRequestsIdentity = (
  pipeline: Omit<BasePipeline, 'kind' | 'approval'>,
): PipelineIdentity => ({
  ...identityOf(pipeline),
  environment: `${pipeline.environment.name}-pr`,
});
