import type { ResourceProvider } from '../../../kit/resources/provider';
import { pipeline } from './pipeline';

/** The CloudFormation resource types of CodePipeline. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::CodePipeline::Pipeline': pipeline,
};
