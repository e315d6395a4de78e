import { isDeepStrictEqual } from 'node:util';
import type { UpdatePipelineInput, UpdatePipelineOutput } from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { cancelExecutions } from '../engine/flow';
import { findPipeline } from '../find';
import { currentStructure } from '../model';
import { checked } from '../request';
import type { Room } from '../state';
import { validStructure } from '../validation/declaration';
import { requireAssumableRole } from '../validation/role';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_UpdatePipeline.html. Executions under way in a
 * structure that changes do not complete:
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-edit.html
 */
export const updatePipeline =
  (room: Room): Operation<UpdatePipelineInput, UpdatePipelineOutput> =>
  async (input, context) => {
    const { pipeline: declaration } = checked(input, ['pipeline']);
    const valid = validStructure(declaration, 0, context.region);
    const pipeline = findPipeline(room, context, valid.name);
    const before = currentStructure(pipeline);
    const after = { ...valid, version: before.version + 1 };
    await requireAssumableRole(room, context, after);
    if (!isDeepStrictEqual({ ...before, version: 0 }, valid)) {
      cancelExecutions(
        room,
        pipeline,
        'The pipeline definition was updated before the execution could be completed.',
      );
    }
    pipeline.versions.push(after);
    pipeline.updated = room.world.clock.now();
    return { pipeline: structuredClone(after) };
  };
