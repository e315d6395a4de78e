import {
  buildName,
  checkName,
  pipelineName,
  type PipelineIdentity,
  verifyName,
} from '../../../handlers/contract/names';
import type { ComposedName } from '../../config/kind';
import type { Check, Verification } from './model';

/** The last words of the names of the roles that builds, checks and verifications work with. */
export const BUILD_ROLE_ENDINGS: readonly string[] = ['build', 'check', 'verify'];

/** The role of a pipeline's checks. */
export const checkRoleName = (identity: PipelineIdentity): string => `${pipelineName(identity)}-check`;

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
const MAX_PROJECT_NAME_LENGTH = 150;

/** The names of a pipeline's build and checks, and of their roles. */
export const buildNames = (checks: readonly Check[], identity: PipelineIdentity): ComposedName[] => [
  ...namesOfBuild(identity),
  ...checkProjectNames(checks, identity),
];

/** The names of a pipeline's checks, and of their role; none where it has no checks. */
export function checkProjectNames(checks: readonly Check[], identity: PipelineIdentity): ComposedName[] {
  if (checks.length === 0) return [];
  return [
    ...checks.map(({ name }) => project(checkName(identity, name))),
    { what: 'IAM role', name: checkRoleName(identity), limit: 64 },
  ];
}

/** The names of what verifies a pipeline's releases, and of its role; none where nothing does. */
export function verifyNames(
  { verify }: { readonly verify?: Verification },
  identity: PipelineIdentity,
): ComposedName[] {
  if (!verify) return [];
  const name = verifyName(identity);
  return [project(name), { what: 'IAM role', name, limit: 64 }];
}

/** The names of what checks pull requests, whose checks and build have one role. */
export const pullRequestBuildNames = (
  checks: readonly Check[],
  identity: PipelineIdentity,
): ComposedName[] => [
  ...namesOfBuild(identity),
  ...checks.map(({ name }) => project(checkName(identity, name))),
];

const namesOfBuild = (identity: PipelineIdentity): ComposedName[] => [
  project(buildName(identity)),
  { what: 'IAM role', name: buildName(identity), limit: 64 },
];

const project = (name: string): ComposedName => ({
  what: 'CodeBuild project',
  name,
  limit: MAX_PROJECT_NAME_LENGTH,
});
