import {
  type ActionDeclaration,
  type CodePipelineClient,
  GetPipelineCommand,
} from '@aws-sdk/client-codepipeline';
import type { ReleasingPipeline } from '../executions/release-execution';

/** What the structure of a pipeline determines about its releases. */
export interface PipelineStructure extends ReleasingPipeline {
  /** Names of the ECR repositories it takes images from; none where it builds them. */
  readonly repositories: readonly string[];
  /** The service that ECS itself deploys to. @default - CodeDeploy deploys */
  readonly rollingService?: { readonly cluster: string; readonly service: string };
}

export async function readStructure(client: CodePipelineClient, name: string): Promise<PipelineStructure> {
  const { pipeline } = await client.send(new GetPipelineCommand({ name }));
  const stages = pipeline?.stages ?? [];
  const actions = stages.flatMap((stage) => stage.actions ?? []);
  const repositories = withProvider(actions, 'ECR').flatMap(
    ({ configuration }) => configuration?.RepositoryName ?? [],
  );
  const [rolling] = withProvider(actions, 'ECS');
  const { ClusterName: cluster, ServiceName: service } = rolling?.configuration ?? {};
  return {
    name,
    repositories: [...new Set(repositories)],
    settingsArtifact: withProvider(actions, 'S3')[0]?.outputArtifacts?.[0]?.name,
    deployAction: (rolling ?? withProvider(actions, 'CodeDeployToECS')[0])?.name,
    deployStage: stages.find((stage) => rolling && stage.actions?.includes(rolling))?.name,
    rollingService: cluster && service ? { cluster, service } : undefined,
  };
}

function withProvider(actions: readonly ActionDeclaration[], provider: string): ActionDeclaration[] {
  return actions.filter(({ actionTypeId }) => actionTypeId?.provider === provider);
}
