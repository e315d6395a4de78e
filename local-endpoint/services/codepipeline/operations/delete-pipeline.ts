import type { DeletePipelineInput } from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { cancelExecutions } from '../engine/flow';
import { checked, NAME } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_DeletePipeline.html. A pipeline that is not there is no error. */
export const deletePipeline =
  (store: CodePipelineStore): Operation<DeletePipelineInput> =>
  async (input, { caller, region }) => {
    const { name } = checked(input, ['name'], { name: NAME });
    const { pipelines } = store.state(caller.accountId, region);
    const pipeline = pipelines.get(name);
    if (pipeline) cancelExecutions(store, pipeline, 'The pipeline was deleted.');
    pipelines.delete(name);
    return {};
  };
