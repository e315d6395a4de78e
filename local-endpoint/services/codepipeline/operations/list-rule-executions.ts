import type { ListRuleExecutionsInput, ListRuleExecutionsOutput } from '@aws-sdk/client-codepipeline';
import type { Operation } from '../../../kit/operation';
import { findPipeline } from '../find';
import { checked, NAME } from '../request';
import type { CodePipelineStore } from '../store';

/**
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListRuleExecutions.html. The list is always empty:
 * no pipeline with rules can be created here.
 */
export const listRuleExecutions =
  (store: CodePipelineStore): Operation<ListRuleExecutionsInput, ListRuleExecutionsOutput> =>
  async (input, context) => {
    const { pipelineName } = checked(input, ['pipelineName'], { pipelineName: NAME });
    findPipeline(store, context, pipelineName);
    return { ruleExecutionDetails: [] };
  };
