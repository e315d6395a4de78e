import { buildName, checkName, type PipelineIdentity } from '../../handlers/contract/names';
import type { Action } from '../pipeline/action';
import type { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import { COMMIT, hasBranch } from '../source/commit';
import { BUILD, buildArtifacts, type CommitBuild, type CommitChecks } from './commit-build';
import { checkStageName } from './config/check-stages';
import type { Check } from './config/model';
import type { GitSource } from '../source/config/git-model';

/**
 * Builds the commit's images. Its variables are the buildspec's exported ones.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html
 */
export function buildAction(commitBuild: CommitBuild, arns: Arns): Action {
  const project = buildName(commitBuild.identity);
  return {
    name: BUILD.action,
    category: 'Build',
    provider: 'CodeBuild',
    configuration: { ProjectName: project, EnvironmentVariables: commitVariables(commitBuild.git) },
    inputs: [COMMIT.artifact],
    outputs: buildArtifacts(commitBuild),
    namespace: BUILD.action,
    grants: [runBuilds(project, arns)],
  };
}

/** The checks of a commit, in the order they are to run in; each is named as its stage is. */
export function checkActions({ checks, git, identity }: CommitChecks, arns: Arns): Action[] {
  return checks.map((check) => checkAction(check, git, identity, arns));
}

function checkAction({ name }: Check, git: GitSource, identity: PipelineIdentity, arns: Arns): Action {
  const project = checkName(identity, name);
  return {
    name: checkStageName(name),
    category: 'Test',
    provider: 'CodeBuild',
    configuration: { ProjectName: project, EnvironmentVariables: commitVariables(git) },
    inputs: [COMMIT.artifact],
    grants: [runBuilds(project, arns)],
  };
}

/** The variables of a commit. Its message is not among them: it is free text, and the build has a shell. */
function commitVariables(git: GitSource): string {
  const branch = hasBranch(git) ? { BRANCH: 'BranchName' } : {};
  const variables = { COMMIT_ID: 'CommitId', ...branch, COMMIT_DATE: 'AuthorDate' };
  return JSON.stringify(
    Object.entries(variables).map(([name, variable]) => ({
      name,
      value: `#{${COMMIT.action}.${variable}}`,
      type: 'PLAINTEXT',
    })),
  );
}

/** To start a build, watch it, and stop it where the execution is stopped. */
export function runBuilds(project: string, arns: Arns): Grant {
  return {
    actions: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
    resources: [arns.project(project)],
  };
}
