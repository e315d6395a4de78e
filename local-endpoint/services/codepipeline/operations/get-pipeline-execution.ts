import type { GetPipelineExecutionInput, GetPipelineExecutionOutput } from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { findExecution, findPipeline } from '../find';
import { checked, ID, NAME } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipelineExecution.html */
export const getPipelineExecution =
  (store: CodePipelineStore): Operation<GetPipelineExecutionInput, GetPipelineExecutionOutput> =>
  async (input, context) => {
    const rules = { pipelineName: NAME, pipelineExecutionId: ID };
    const { pipelineName, pipelineExecutionId } = checked(
      input,
      ['pipelineName', 'pipelineExecutionId'],
      rules,
    );
    const execution = findExecution(findPipeline(store, context, pipelineName), pipelineExecutionId);
    return {
      pipelineExecution: {
        pipelineName,
        pipelineVersion: execution.structure.version,
        pipelineExecutionId,
        status: execution.status,
        statusSummary: execution.statusSummary,
        artifactRevisions: execution.sources.map(
          ({ artifactName, revisionId, revisionSummary, revisionUrl, created }) => ({
            name: artifactName,
            revisionId,
            revisionSummary,
            revisionUrl,
            created,
          }),
        ),
        variables: Object.entries(execution.variables).map(([name, resolvedValue]) => ({
          name,
          resolvedValue,
        })),
        trigger: execution.trigger,
        executionMode: execution.mode,
        executionType: execution.type,
        ...(execution.rollbackTarget && {
          rollbackMetadata: { rollbackTargetPipelineExecutionId: execution.rollbackTarget },
        }),
      },
    };
  };
