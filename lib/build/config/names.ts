import { buildName, checkName, type PipelineIdentity } from '../../../handlers/contract/names';
import type { ComposedName } from '../../config/kind';
import type { Check } from './model';

/** The last word of the name of the role that builds work with. */
export const BUILD_ROLE_ENDINGS: readonly string[] = ['build'];

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
const MAX_PROJECT_NAME_LENGTH = 150;

/** The names of a pipeline's builds and checks, and of their role. */
export function buildNames(checks: readonly Check[], identity: PipelineIdentity): ComposedName[] {
  const projects = [buildName(identity), ...checks.map(({ name }) => checkName(identity, name))];
  return [
    ...projects.map((name) => ({ what: 'CodeBuild project', name, limit: MAX_PROJECT_NAME_LENGTH })),
    { what: 'IAM role', name: buildName(identity), limit: 64 },
  ];
}
