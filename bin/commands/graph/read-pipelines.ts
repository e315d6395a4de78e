import { actionNode } from './action-node';
import { readAssembly } from './assembly';
import type { PipelineGraph, StageNode } from './pipeline-graph';
import { list, properties, type Resource, valueText } from './template';
import { triggersOf } from './trigger-node';

/**
 * The pipelines of a cloud assembly, in the order of its stacks.
 * @param folder where `cdk synth` put it, for example `cdk.out`
 * @throws ExpectedError where it holds no assembly
 */
export function readPipelines(folder: string): PipelineGraph[] {
  const resources = readAssembly(folder).flatMap((template) => template.resources);
  return resources
    .filter(({ type }) => type === 'AWS::CodePipeline::Pipeline')
    .map((pipeline) => graphOf(pipeline, resources));
}

function graphOf(pipeline: Resource, resources: readonly Resource[]): PipelineGraph {
  const { logicalId, properties: own, template } = pipeline;
  const name = valueText(own.Name, template) || logicalId;
  return {
    name,
    accountRegion: template.accountRegion,
    executionMode: valueText(own.ExecutionMode, template) || 'SUPERSEDED',
    triggers: triggersOf(pipeline, name, resources),
    stages: list(own.Stages).map((stage) => stageNode(stage, pipeline)),
  };
}

function stageNode(value: unknown, pipeline: Resource): StageNode {
  const { Name, Actions, OnFailure } = properties(value);
  const actions = list(Actions).map((action) => actionNode(action, pipeline.template));
  const onFailure = valueText(properties(OnFailure).Result, pipeline.template);
  return {
    name: valueText(Name, pipeline.template),
    actions: actions.sort((one, other) => one.runOrder - other.runOrder),
    ...(onFailure && { onFailure }),
  };
}
