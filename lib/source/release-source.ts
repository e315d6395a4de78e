import type { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { IDependable } from 'constructs';
import type { Stage } from '../pipeline/pipeline';
import type { Trigger } from './trigger';
import type { Question } from '../gates/approve';

/** Where a pipeline's releases come from: the stages at whose end there are images to deploy, and what sets them off. */
export interface Origin {
  readonly stages: readonly Stage[];
  /** Artifacts that name the images. */
  readonly images: readonly string[];
  /** What whoever approves a release is asked. */
  readonly question: Question;
  /** The events that start the pipeline, by the id of their rule. */
  readonly events: readonly { readonly id: string; readonly trigger: Trigger }[];
  /** What in the repository of its source action starts the pipeline by itself. */
  readonly triggers: readonly CfnPipeline.PipelineTriggerDeclarationProperty[];
  /** What the stages run on, which is made before the pipeline. */
  readonly needs: readonly IDependable[];
}
