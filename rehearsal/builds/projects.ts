import { BatchGetProjectsCommand, type EnvironmentVariable } from '@aws-sdk/client-codebuild';
import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { RehearsalClients } from '../clients';
import { actionsOfProvider, type DeployedPipeline } from '../pipeline/deployed-pipeline';

/** A pipeline with CodeBuild actions. */
export interface BuildsPipeline extends DeployedPipeline {
  readonly builds: Builds;
}

/** The CodeBuild projects of a pipeline. */
export interface Builds {
  /** Names of the projects that test, in the order of their actions. */
  readonly checks: readonly string[];
  /** Environment variables of all projects. */
  readonly variables: readonly EnvironmentVariable[];
  /** ARNs of the service roles of all projects. */
  readonly roles: readonly string[];
}

/** Reads the projects of a pipeline's CodeBuild actions; undefined where it has none. */
export async function buildsOf(
  { codeBuild }: RehearsalClients,
  declaration: PipelineDeclaration,
): Promise<Builds | undefined> {
  const actions = actionsOfProvider(declaration, 'CodeBuild');
  if (actions.length === 0) return undefined;
  const nameOf = ({ configuration }: (typeof actions)[number]) => configuration?.ProjectName ?? '';
  const { projects = [] } = await codeBuild.send(new BatchGetProjectsCommand({ names: actions.map(nameOf) }));
  return {
    checks: actions.filter(({ actionTypeId }) => actionTypeId?.category === 'Test').map(nameOf),
    variables: projects.flatMap(({ environment }) => environment?.environmentVariables ?? []),
    roles: projects.map(({ serviceRole = '' }) => serviceRole),
  };
}
