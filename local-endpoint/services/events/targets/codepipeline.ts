import {
  CodePipelineClient,
  StartPipelineExecutionCommand,
  type SourceRevisionOverride,
} from '@aws-sdk/client-codepipeline';
import type { Target } from '@aws-sdk/client-eventbridge';
import type { AwsIdentity } from '../../../kit/aws';

/**
 * Starts a pipeline. Of the input only `sourceRevisions` and `variables` count; the event itself, when no transformer made
 * the input, has neither. https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-trigger-source-overrides.html
 */
export async function startPipeline(as: AwsIdentity, target: Target, input: string): Promise<void> {
  const { sourceRevisions, variables } = JSON.parse(input) as {
    sourceRevisions?: SourceRevisionOverride[];
    variables?: { name: string; value: string }[];
  };
  await new CodePipelineClient(as).send(
    new StartPipelineExecutionCommand({ name: target.Arn?.split(':')[5], sourceRevisions, variables }),
  );
}
