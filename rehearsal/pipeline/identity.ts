import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { PipelineIdentity } from '../../handlers/contract/names';
import { actionsOfProvider } from './deployed-pipeline';

/**
 * The parts of a pipeline's name, as one of its action functions receives them.
 * @returns undefined where no action function does
 */
export function readIdentity(declaration: PipelineDeclaration): PipelineIdentity | undefined {
  const parameters = actionsOfProvider(declaration, 'Lambda').map(
    ({ configuration }) => parsed(configuration?.UserParameters) as Partial<PipelineIdentity> | undefined,
  );
  const found = parameters.find((each) => each?.prefix && each.pipeline && each.environment);
  if (!found) return undefined;
  const { prefix = '', pipeline = '', environment = '' } = found;
  return { prefix, pipeline, environment };
}

function parsed(json: string | undefined): unknown {
  try {
    return JSON.parse(json ?? '');
  } catch {
    return undefined; // parameters of an action that takes no JSON
  }
}
