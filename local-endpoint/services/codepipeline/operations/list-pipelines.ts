import type { ListPipelinesInput, ListPipelinesOutput } from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { currentStructure } from '../model';
import { pageOf } from '../../../kit/page';
import { checked, invalidToken, MOST_RESULTS } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListPipelines.html */
export const listPipelines =
  (store: CodePipelineStore): Operation<ListPipelinesInput, ListPipelinesOutput> =>
  async (input, { caller, region }) => {
    const { maxResults, nextToken } = checked(input, [], { maxResults: MOST_RESULTS(1000) });
    const all = [...store.state(caller.accountId, region).pipelines.values()];
    const names = all.sort((one, other) => (one.name < other.name ? -1 : 1));
    const { items: page, next } = pageOf(names, {
      token: nextToken,
      size: maxResults,
      max: 1000,
      invalidToken,
    });
    const pipelines = page.map((pipeline) => {
      const { name, version, pipelineType, executionMode } = currentStructure(pipeline);
      return {
        name,
        version,
        pipelineType,
        executionMode,
        created: pipeline.created,
        updated: pipeline.updated,
      };
    });
    return { pipelines, nextToken: next };
  };
