import type { CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { pipelineName, type PipelineIdentity, verifyName } from '../../handlers/contract/names';
import type { Environment } from '../config/model';
import type { Action } from '../pipeline/action';
import { Arns } from '../pipeline/arns';
import type { Grant } from '../pipeline/grant';
import { COMMIT, hasBranch } from '../source/commit';
import type { GitSource } from '../source/config/git-model';
import { commitVariables, environmentVariables, runBuilds } from './build-action';
import { known, makeProject } from './build-project';
import { verifyRole } from './build-role';
import type { Verification } from './config/model';
import type { Project } from './project';

/** What verifies a pipeline's releases once they are deployed. */
export interface VerificationProps {
  readonly identity: PipelineIdentity;
  readonly environment: Environment;
  readonly verify: Verification;
  /** Where the buildspec is: in a commit, or in the artifact of that name, which was uploaded. */
  readonly source: GitSource | string;
  /** What is known of what is deployed to. */
  readonly variables: Readonly<Record<string, string>>;
  /** What differs from release to release: variables of CodePipeline's, by name. @default - only what its commit brings */
  readonly ofRelease?: Readonly<Record<string, string>>;
  /** What its role needs to try that. */
  readonly grants: readonly Grant[];
}

/** @returns the project, which must be there before the pipeline */
export function verifyProject(scope: Construct, props: VerificationProps): CfnResource {
  const { identity, environment, verify, variables, grants } = props;
  const arns = Arns.of(environment);
  const pipeline = pipelineName(identity);
  const project: Project = {
    id: 'Verify',
    name: verifyName(identity),
    description: `Verifies what pipeline ${pipeline} has deployed`,
    settings: verify,
    buildspec: verify.buildspec,
    variables: { ...known(identity), ...variables },
  };
  const role = verifyRole(scope, { identity, environment, pipeline, arns, projects: [project] }, grants);
  return makeProject(scope, { project, environment, identity, arns, role });
}

/** Runs the buildspec, which fails the stage where it does not pass. */
export function verifyAction(
  { identity, environment, source, ofRelease = {} }: VerificationProps,
  runOrder: number,
): Action {
  const project = verifyName(identity);
  const isCommit = typeof source !== 'string';
  const variables = { ...(isCommit && commitVariables(hasBranch(source))), ...ofRelease };
  return {
    name: 'Verify',
    category: 'Test',
    provider: 'CodeBuild',
    configuration: {
      ProjectName: project,
      ...(Object.keys(variables).length > 0 && { EnvironmentVariables: environmentVariables(variables) }),
    },
    inputs: [isCommit ? COMMIT.artifact : source],
    runOrder,
    grants: [runBuilds(project, Arns.of(environment))],
  };
}
