import type { Stack, StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { PipelinePlan } from '../pipeline/plan';
import type { BasePipeline, Environment } from '../config/model';

/** What a kind deploys. Methods, so that kinds of different pipelines fit in one list. */
export interface KindStacks<Pipeline extends BasePipeline = BasePipeline> {
  /** The kind's name. */
  readonly name: Pipeline['kind'];
  /**
   * The stack of what the pipeline deploys to, where the factory owns it; it is deployed before the pipeline.
   * @param props what all stacks of a pipeline have in common
   * @default - the pipeline deploys to what is there already
   */
  target?(scope: Construct, pipeline: Pipeline, props: StackProps): Stack | undefined;
  /**
   * The stack of what the pipelines of one entry deploy to together, where the factory owns it; it is deployed before them.
   * @param propsOf what all stacks have in common, by the environment whose rules hold and the stack's name
   * @default - they deploy to nothing together
   */
  shared?(
    scope: Construct,
    pipelines: readonly Pipeline[],
    propsOf: (environment: Environment, name: string) => StackProps,
  ): Stack | undefined;
  /** Makes what the pipeline works with in the pipeline's stack, and plans its stages. */
  plan(stack: Stack, pipeline: Pipeline): PipelinePlan;
}
