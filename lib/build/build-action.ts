import { buildName, checkName, type PipelineIdentity } from '../../handlers/contract/names';
import type { Action } from '../pipeline/action';
import type { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import { COMMIT, tellsBranch } from '../source/commit';
import type { Check, GitSource } from '../config/model';
import { BUILD, buildArtifacts, type BuiltPipeline } from './built-pipeline';

/**
 * Builds the commit's images. Its variables are the buildspec's exported ones.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
 */
export function buildAction(spec: BuiltPipeline, identity: PipelineIdentity, arns: Arns): Action {
  const project = buildName(identity);
  return {
    name: BUILD.action,
    category: 'Build',
    provider: 'CodeBuild',
    configuration: { ProjectName: project, EnvironmentVariables: commitVariables(spec.source.git) },
    inputs: [COMMIT.artifact],
    outputs: buildArtifacts(spec),
    namespace: BUILD.action,
    grants: [runBuilds(project, arns)],
  };
}

/** The checks of a commit, in the order they are to run in; each is named as its stage is. */
export function checkActions(spec: BuiltPipeline, identity: PipelineIdentity, arns: Arns): Action[] {
  return spec.checks.map((check) => checkAction(check, spec.source.git, identity, arns));
}

function checkAction({ name }: Check, git: GitSource, identity: PipelineIdentity, arns: Arns): Action {
  const project = checkName(identity, name);
  return {
    name: pascalCase(name),
    category: 'Test',
    provider: 'CodeBuild',
    configuration: { ProjectName: project, EnvironmentVariables: commitVariables(git) },
    inputs: [COMMIT.artifact],
    grants: [runBuilds(project, arns)],
  };
}

/** What a build knows of its commit. Its message is not handed on: it is free text, and the build has a shell. */
function commitVariables(git: GitSource): string {
  const branch = tellsBranch(git) ? { BRANCH: 'BranchName' } : {};
  const variables = { COMMIT_ID: 'CommitId', ...branch, COMMIT_DATE: 'AuthorDate' };
  return JSON.stringify(
    Object.entries(variables).map(([name, variable]) => ({
      name,
      value: `#{${COMMIT.action}.${variable}}`,
      type: 'PLAINTEXT',
    })),
  );
}

/** Start a build, watch it, and stop it where the execution is stopped. */
function runBuilds(project: string, arns: Arns): Grant {
  return {
    actions: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
    resources: [arns.project(project)],
  };
}

/** `unit-tests` as `UnitTests`. */
const pascalCase = (name: string) =>
  name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
