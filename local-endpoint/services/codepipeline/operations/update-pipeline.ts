import { isDeepStrictEqual } from 'node:util';
import type { UpdatePipelineInput, UpdatePipelineOutput } from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { cancelExecutions } from '../engine/flow';
import { findPipeline } from '../find';
import { currentStructure } from '../model';
import { checked } from '../request';
import type { CodePipelineStore } from '../store';
import { validStructure } from '../validation/declaration';
import { requireAssumableRole } from '../validation/role';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_UpdatePipeline.html. Executions under way in a
 * structure that changes do not complete:
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-edit.html
 */
export const updatePipeline =
  (store: CodePipelineStore): Operation<UpdatePipelineInput, UpdatePipelineOutput> =>
  async (input, context) => {
    const { pipeline: declaration } = checked(input, ['pipeline']);
    const valid = validStructure(declaration, 0, context.region);
    const pipeline = findPipeline(store, context, valid.name);
    const before = currentStructure(pipeline);
    const after = { ...valid, version: before.version + 1 };
    await requireAssumableRole(store, context, after);
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
