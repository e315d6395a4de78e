import { buildName, checkName, type PipelineIdentity } from '../../handlers/contract/names';
import type { Action } from '../pipeline/action';
import type { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import { COMMIT, hasBranch } from '../source/commit';
import { BUILD, buildArtifacts, type CommitBuild, type CommitChecks } from './commit-build';
import { checkStageName } from './config/check-stages';
import type { PullRequestChecks } from './config/pull-requests';

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
    configuration: {
      ProjectName: project,
      EnvironmentVariables: environmentVariables(commitVariables(hasBranch(commitBuild.git))),
    },
    inputs: [COMMIT.artifact],
    outputs: buildArtifacts(commitBuild),
    namespace: BUILD.action,
    grants: [runBuilds(project, arns)],
  };
}

/** The checks of a commit, in the order they are to run in; each is named as its stage is. */
export const checkActions = ({ checks, git, identity }: CommitChecks, arns: Arns): Action[] =>
  checks.map(({ name }) =>
    testAction(checkStageName(name), checkName(identity, name), commitVariables(hasBranch(git)), arns),
  );

/**
 * The checks of a pull request and its build, which hands nothing on; each is named as its stage is.
 * @param identity what the names of their projects are composed of
 */
export const pullRequestActions = (
  { checks, build }: Pick<PullRequestChecks, 'checks' | 'build'>,
  identity: PipelineIdentity,
  arns: Arns,
): Action[] => [
  ...checks.map(({ name }) =>
    testAction(checkStageName(name), checkName(identity, name), commitVariables(false), arns),
  ),
  ...(build ? [testAction(BUILD.action, buildName(identity), commitVariables(false), arns)] : []),
];

function testAction(
  name: string,
  project: string,
  variables: Readonly<Record<string, string>>,
  arns: Arns,
): Action {
  return {
    name,
    category: 'Test',
    provider: 'CodeBuild',
    configuration: { ProjectName: project, EnvironmentVariables: environmentVariables(variables) },
    inputs: [COMMIT.artifact],
    grants: [runBuilds(project, arns)],
  };
}

/**
 * The variables of a commit, by name. Its message is not among them, which is free text, nor is the branch of a pull
 * request, which anyone names.
 */
export function commitVariables(hasBranchName: boolean): Record<string, string> {
  const branch = hasBranchName ? { BRANCH: 'BranchName' } : {};
  const variables = { COMMIT_ID: 'CommitId', ...branch, COMMIT_DATE: 'AuthorDate' };
  return Object.fromEntries(
    Object.entries(variables).map(([name, variable]) => [name, `#{${COMMIT.action}.${variable}}`]),
  );
}

/** Variables as JSON in which CodePipeline puts their values as they are: none of them may have a quote. */
export const environmentVariables = (variables: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(variables).map(([name, value]) => ({ name, value, type: 'PLAINTEXT' })));

/** To start a build, watch it, and stop it where the execution is stopped. */
export function runBuilds(project: string, arns: Arns): Grant {
  return {
    actions: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
    resources: [arns.project(project)],
  };
}
