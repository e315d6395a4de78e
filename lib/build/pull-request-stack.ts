import { type CfnResource, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { buildName, checkName, type PipelineIdentity, pipelineName } from '../../handlers/contract/names';
import { identityOf, pullRequestsIdentity, pullRequestsName } from '../config/identity';
import type { BasePipeline } from '../config/model';
import { Arns } from '../pipeline/arns';
import { createPipeline } from '../pipeline/pipeline';
import { COMMIT } from '../source/commit';
import { commitSource } from '../source/git';
import { pullRequestTriggers } from '../source/git-triggers';
import { pullRequestActions } from './build-action';
import { makeProject, repositoryVariables } from './build-project';
import type { Project } from './project';
import { pullRequestBuildRole } from './build-role';
import { PUSH_VARIABLE, type PullRequestChecks } from './config/pull-requests';
import { dockerBuildspec } from './docker-buildspec';

export interface PullRequestStackProps extends StackProps {
  /** The entry in the environment where its pull requests are checked. */
  readonly pipeline: BasePipeline;
  readonly requested: PullRequestChecks;
}

/**
 * The pipeline of an entry's pull requests: the commit, its checks, and a build that pushes nothing. It deploys nothing,
 * invokes no function and is trusted by none. Whatever a pull request does to buildspecs and code runs with the role of its
 * builds, which may read the artifacts of this pipeline, and write logs and reports.
 *
 * Executions run beside each other, at most 50: in SUPERSEDED mode a newer pull request would take the place of another one
 * that waits. What AWS keeps from PARALLEL mode, rolling stages back, is of no use here.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works.html
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html
 */
export class PullRequestStack extends Stack {
  constructor(scope: Construct, id: string, { pipeline, requested, ...props }: PullRequestStackProps) {
    super(scope, id, props);
    const { environment } = pipeline;
    const arns = Arns.of(environment);
    const names = pullRequestsIdentity(pipeline);
    const { action: source } = commitSource(this, requested.git, names, arns);
    const tests = pullRequestActions(requested, names, arns);
    const created = createPipeline(this, {
      identity: identityOf(pipeline),
      name: pullRequestsName(names),
      roleName: pipelineName(names),
      environment,
      executionMode: 'PARALLEL',
      stages: [
        { name: 'Source', actions: [source] },
        ...tests.map((test) => ({ name: test.name, actions: [test] })),
      ],
      triggers: pullRequestTriggers(requested.git, COMMIT.action),
      actionFunctions: [],
    });
    created.node.addDependency(...this.projects(pipeline, requested, arns));
  }

  private projects(pipeline: BasePipeline, requested: PullRequestChecks, arns: Arns): CfnResource[] {
    const { environment } = pipeline;
    const identity = pullRequestsIdentity(pipeline);
    const projects = projectsOf(pipeline, requested, identity);
    const role = pullRequestBuildRole(this, {
      identity,
      environment,
      pipeline: pullRequestsName(identity),
      arns,
      projects,
    });
    return projects.map((project) => makeProject(this, { project, environment, identity, arns, role }));
  }
}

function projectsOf(
  { name, environment }: BasePipeline,
  { git, checks, build, deployFiles = [] }: PullRequestChecks,
  identity: PipelineIdentity,
): Project[] {
  const variables = { PIPELINE: name, ENVIRONMENT: environment.name, [PUSH_VARIABLE]: 'false' };
  const of = `of pull requests of ${git.repository}`;
  return [
    ...checks.map((check) => ({
      id: `Check-${check.name}`,
      name: checkName(identity, check.name),
      description: `Checks commits ${of}: ${check.name}`,
      settings: check,
      buildspec: check.buildspec,
      variables,
    })),
    ...(build
      ? [
          {
            id: 'Build',
            name: buildName(identity),
            description:
              build.images.length > 0 ? `Builds images ${of}, and pushes none` : `Builds commits ${of}`,
            settings: build,
            buildspec:
              build.buildspec ??
              dockerBuildspec({ identity, environment, git, checks, build, deployFiles, push: false }),
            variables: { ...variables, ...repositoryVariables(build.images, environment) },
          },
        ]
      : []),
  ];
}
