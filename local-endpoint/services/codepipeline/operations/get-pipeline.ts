import type { GetPipelineInput, GetPipelineOutput } from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import { type Operation } from '../../../kit/operation';
import { findPipeline } from '../find';
import { currentStructure } from '../model';
import { checked, NAME } from '../request';
import type { CodePipelineStore } from '../store';

/** https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GetPipeline.html */
export const getPipeline =
  (store: CodePipelineStore): Operation<GetPipelineInput, GetPipelineOutput> =>
  async (input, context) => {
    const { name, version } = checked(input, ['name'], { name: NAME, version: { least: 1 } });
    const pipeline = findPipeline(store, context, name);
    const structure = version === undefined ? currentStructure(pipeline) : pipeline.versions[version - 1];
    if (!structure) {
      throw new AwsError(
        'PipelineVersionNotFoundException',
        `Pipeline '${name}' does not have a version '${version}'`,
      );
    }
    const { arn: pipelineArn, created, updated } = pipeline;
    return { pipeline: structuredClone(structure), metadata: { pipelineArn, created, updated } };
  };
