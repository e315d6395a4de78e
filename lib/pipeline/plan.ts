import type { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { IDependable } from 'constructs';
import type { Stage } from './pipeline';
import type { Trigger } from './trigger';

/** What a pipeline does, and what starts it. */
export interface PipelinePlan {
  readonly stages: readonly Stage[];
  /** Events that start the pipeline, by the id of their rule. @default [] */
  readonly events?: readonly { readonly id: string; readonly trigger: Trigger }[];
  /** What in the repository of its source action starts it by itself. @default [] */
  readonly triggers?: readonly CfnPipeline.PipelineTriggerDeclarationProperty[];
  /** What is made before the pipeline, which starts as soon as it is made. @default [] */
  readonly dependencies?: readonly IDependable[];
}
