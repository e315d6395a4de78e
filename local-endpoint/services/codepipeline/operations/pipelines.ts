import { isDeepStrictEqual } from 'node:util';
import type {
  CreatePipelineInput,
  CreatePipelineOutput,
  DeletePipelineInput,
  GetPipelineInput,
  GetPipelineOutput,
  ListPipelinesInput,
  ListPipelinesOutput,
  PipelineSummary,
  Tag,
  UpdatePipelineInput,
  UpdatePipelineOutput,
} from '@aws-sdk/client-codepipeline';
import { formatArn } from '../../../kit/arn';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { pageOf } from '../../../kit/page';
import { type Scope, scopeOf } from '../../../kit/scope';
import { pageSize, validate } from '../../../kit/validate';
import { newExecution } from '../engine/execution';
import { cancelExecutions, enterStage, firstStage } from '../engine/flow';
import { defaultVariables } from '../engine/variables';
import { findPipeline } from '../find';
import { currentStructure, type Pipeline, type Structure } from '../model';
import { invalidNextToken, NAME } from '../request';
import type { CodePipelineStore } from '../store';
import { validStructure } from '../validation/declaration';
import { requireAssumableRole } from '../validation/role';
import { validTags } from './tags';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_CreatePipeline.html. A new pipeline starts at once. */
export const createPipeline =
  (store: CodePipelineStore): Operation<CreatePipelineInput, CreatePipelineOutput> =>
  async (input, context) => {
    const { pipeline: declaration, tags } = validate(input, ['pipeline']);
    const structure = validStructure(declaration, 1, context.region);
    const scope = scopeOf(context);
    await requireAssumableRole(store, scope, structure);
    const pipeline = addPipeline(store, scope, structure, tags);
    const execution = newExecution(store.context, pipeline, {
      trigger: { triggerType: 'CreatePipeline', triggerDetail: context.caller.arn },
      variables: defaultVariables(structure),
    });
    enterStage(store, execution, firstStage(pipeline).name);
    return { pipeline: structuredClone(structure), tags };
  };

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_UpdatePipeline.html. Executions under way in a
 * structure that changes do not complete:
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-edit.html
 */
export const updatePipeline =
  (store: CodePipelineStore): Operation<UpdatePipelineInput, UpdatePipelineOutput> =>
  async (input, context) => {
    const { pipeline: declaration } = validate(input, ['pipeline']);
    const valid = validStructure(declaration, 0, context.region);
    const pipeline = findPipeline(store, context, valid.name);
    const before = currentStructure(pipeline);
    const after = { ...valid, version: before.version + 1 };
    await requireAssumableRole(store, pipeline, after);
    if (!isDeepStrictEqual({ ...before, version: 0 }, valid)) {
      cancelExecutions(
        store,
        pipeline,
        'The pipeline definition was updated before the execution could be completed.',
      );
    }
    pipeline.versions.push(after);
    pipeline.updated = store.context.clock.now();
    return { pipeline: structuredClone(after) };
  };

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DeletePipeline.html. A missing pipeline is no error. */
export const deletePipeline =
  (store: CodePipelineStore): Operation<DeletePipelineInput> =>
  async (input, context) => {
    const { name } = validate(input, ['name'], { name: NAME });
    const pipelines = store.pipelines.in(scopeOf(context));
    const pipeline = pipelines.get(name);
    if (pipeline) cancelExecutions(store, pipeline, 'The pipeline was deleted.');
    pipelines.delete(name);
    return {};
  };

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipeline.html */
export const getPipeline =
  (store: CodePipelineStore): Operation<GetPipelineInput, GetPipelineOutput> =>
  async (input, context) => {
    const { name, version } = validate(input, ['name'], { name: NAME, version: { min: 1 } });
    const pipeline = findPipeline(store, context, name);
    const structure = version === undefined ? currentStructure(pipeline) : pipeline.versions[version - 1];
    if (!structure) {
      const message = `Pipeline '${name}' does not have a version '${version}'`;
      throw new AwsError('PipelineVersionNotFoundException', message);
    }
    const { arn: pipelineArn, created, updated } = pipeline;
    return { pipeline: structuredClone(structure), metadata: { pipelineArn, created, updated } };
  };

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListPipelines.html */
export const listPipelines =
  (store: CodePipelineStore): Operation<ListPipelinesInput, ListPipelinesOutput> =>
  async (input, context) => {
    const max = 1000;
    const { maxResults: size, nextToken: token } = validate(input, [], { maxResults: pageSize(max) });
    const all = [...store.pipelines.in(scopeOf(context)).values()];
    const sorted = all.sort((one, other) => (one.name < other.name ? -1 : 1));
    const { items, next } = pageOf(sorted, { token, size, max, invalidToken: invalidNextToken });
    return { pipelines: items.map(summaryOf), nextToken: next };
  };

function addPipeline(
  store: CodePipelineStore,
  { account, region }: Scope,
  structure: Structure,
  tags: Tag[] = [],
): Pipeline {
  const pipelines = store.pipelines.in({ account, region });
  const { name } = structure;
  if (pipelines.has(name)) {
    const message = `A pipeline with the name '${name}' already exists in account '${account}'`;
    throw new AwsError('PipelineNameInUseException', message);
  }
  const now = store.context.clock.now();
  const pipeline: Pipeline = {
    account,
    region,
    name,
    arn: formatArn('codepipeline', { account, region }, name),
    versions: [structure],
    created: now,
    updated: now,
    tags: validTags(tags),
    stageRuntimes: new Map(),
    executions: [],
    requests: new Map(),
  };
  pipelines.set(name, pipeline);
  return pipeline;
}

function summaryOf(pipeline: Pipeline): PipelineSummary {
  const { name, version, pipelineType, executionMode } = currentStructure(pipeline);
  const { created, updated } = pipeline;
  return { name, version, pipelineType, executionMode, created, updated };
}
