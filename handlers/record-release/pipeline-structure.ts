import {
  type ActionDeclaration,
  type CodePipelineClient,
  GetPipelineCommand,
} from '@aws-sdk/client-codepipeline';

/** What a pipeline's structure tells about its releases. */
export interface PipelineStructure {
  readonly name: string;
  /** Names of the ECR repositories it takes images from. */
  readonly repositories: readonly string[];
  /** The output artifact of its S3 source. @default - it has none */
  readonly settingsArtifact?: string;
  /** The name of the action that deploys with CodeDeploy. @default - it has none */
  readonly deployAction?: string;
}

/** Reads a pipeline's structure. */
export async function readStructure(client: CodePipelineClient, name: string): Promise<PipelineStructure> {
  const { pipeline } = await client.send(new GetPipelineCommand({ name }));
  const actions = (pipeline?.stages ?? []).flatMap((stage) => stage.actions ?? []);
  const repositories = by(actions, 'ECR').flatMap(({ configuration }) => configuration?.RepositoryName ?? []);
  return {
    name,
    repositories: [...new Set(repositories)],
    settingsArtifact: by(actions, 'S3')[0]?.outputArtifacts?.[0]?.name,
    deployAction: by(actions, 'CodeDeployToECS')[0]?.name,
  };
}

function by(actions: readonly ActionDeclaration[], provider: string): ActionDeclaration[] {
  return actions.filter(({ actionTypeId }) => actionTypeId?.provider === provider);
}
