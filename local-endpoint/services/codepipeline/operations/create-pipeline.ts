import type { CreatePipelineInput, CreatePipelineOutput, Tag } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import { type CallContext, type Operation } from '../../../kit/operation';
import { newExecution } from '../engine/execution';
import { enter, firstStage } from '../engine/flow';
import { requireAssumableRole } from '../validation/role';
import { pipelineArn, type Pipeline, type Structure } from '../model';
import { checked } from '../request';
import type { CodePipelineStore } from '../store';
import { validStructure } from '../validation/declaration';
import { tagsOf } from './tag-resource';
import { defaultVariables } from './start-pipeline-execution';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_CreatePipeline.html. A new pipeline starts at once. */
export const createPipeline =
  (store: CodePipelineStore): Operation<CreatePipelineInput, CreatePipelineOutput> =>
  async (input, context) => {
    const { pipeline: declaration, tags } = checked(input, ['pipeline']);
    const structure = validStructure(declaration, 1, context.region);
    await requireAssumableRole(store, context, structure);
    const pipeline = addPipeline(store, context, structure, tags);
    const trigger = { triggerType: 'CreatePipeline', triggerDetail: context.caller.arn } as const;
    const execution = newExecution(store.context, pipeline, {
      trigger,
      variables: defaultVariables(structure),
    });
    enter(store, execution, firstStage(pipeline).name);
    return { pipeline: structuredClone(structure), tags };
  };

function addPipeline(
  store: CodePipelineStore,
  { caller, region }: CallContext,
  structure: Structure,
  tags: Tag[] = [],
): Pipeline {
  const { pipelines } = store.state(caller.accountId, region);
  const { name } = structure;
  if (pipelines.has(name)) {
    throw new AwsError(
      'PipelineNameInUseException',
      `A pipeline with the name '${name}' already exists in account '${caller.accountId}'`,
    );
  }
  const now = store.context.clock.now();
  const pipeline: Pipeline = {
    accountId: caller.accountId,
    region,
    name,
    arn: pipelineArn(caller.accountId, region, name),
    versions: [structure],
    created: now,
    updated: now,
    tags: tagsOf(tags),
    gates: new Map(),
    executions: [],
    requests: new Map(),
  };
  pipelines.set(name, pipeline);
  return pipeline;
}
