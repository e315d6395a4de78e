import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ActionFunction } from '../../handlers/contract/action-function';
import { identityOf } from '../config/identity';
import type { BasePipeline } from '../config/model';
import { Arns } from './arns';
import { createPipeline } from './pipeline';
import type { PipelinePlan } from './plan';
import { startOn } from './trigger';

export interface PipelineStackProps extends StackProps {
  readonly pipeline: BasePipeline;
  /** The action functions that the pipeline invokes, and that work with its role. */
  readonly actionFunctions: readonly ActionFunction[];
  /** Makes what the pipeline works with in the stack, and plans its stages. */
  readonly plan: (stack: Stack) => PipelinePlan;
}

/** One pipeline with its role, what it works with, and the rules that start it. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, props: PipelineStackProps) {
    const { pipeline, actionFunctions, plan, ...stackProps } = props;
    super(scope, id, stackProps);
    const { environment } = pipeline;
    const identity = identityOf(pipeline);
    const { stages, events = [], triggers, dependencies = [] } = plan(this);
    const created = createPipeline(this, { identity, environment, stages, triggers, actionFunctions });
    created.node.addDependency(...dependencies);
    for (const { id: ruleId, trigger } of events)
      startOn(this, ruleId, trigger, identity, Arns.of(environment));
  }
}
