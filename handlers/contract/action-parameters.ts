import type { PipelineIdentity } from './names';

/** What the UserParameters of nearly every action begin with. */
export interface ActionParameters extends PipelineIdentity {
  /** In the template `#{codepipeline.PipelineExecutionId}`. */
  readonly executionId: string;
}

/** The same for a template, of what is known of the pipeline there. */
export const actionParameters = ({ prefix, pipeline, environment }: PipelineIdentity): ActionParameters => ({
  prefix,
  pipeline,
  environment,
  executionId: '#{codepipeline.PipelineExecutionId}',
});
