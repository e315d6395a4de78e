import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { RehearsalClients } from '../clients';
import { actionsOfProvider, type DeployedPipeline } from '../pipeline/deployed-pipeline';
import { type StartingPush, startingPush } from './starting-push';

/** A pipeline that a push to a git repository starts. */
export interface GitPipeline extends DeployedPipeline {
  readonly source: GitSourceAction;
  readonly push: StartingPush;
}

/** The repository that a source action takes commits from. */
export interface GitSourceAction {
  /** Name of the source action. */
  readonly action: string;
  /** `owner/name`; of CodeCommit the name alone. */
  readonly repository: string;
  /** Whether the repository is in CodeCommit, where each account and region has its own. */
  readonly codeCommit: boolean;
  /** Path of the remote below the endpoint's URL. */
  readonly remotePath: string;
}

/**
 * Reads the source action of a pipeline and the push that starts it.
 * @returns undefined where the pipeline takes no commits; without a push where none starts it
 */
export async function gitSourceOf(
  clients: RehearsalClients,
  declaration: PipelineDeclaration,
): Promise<{ source: GitSourceAction; push?: StartingPush } | undefined> {
  const [connected] = actionsOfProvider(declaration, 'CodeStarSourceConnection');
  const [codeCommit] = actionsOfProvider(declaration, 'CodeCommit');
  const action = connected ?? codeCommit;
  if (!action) return undefined;
  const { FullRepositoryId, RepositoryName = '' } = action.configuration ?? {};
  const { account, region } = clients;
  return {
    source: {
      action: action.name ?? '',
      repository: FullRepositoryId ?? RepositoryName,
      codeCommit: !connected,
      remotePath: connected
        ? `/git/${FullRepositoryId}.git`
        : `/v1/repos/${account}/${region}/${RepositoryName}`,
    },
    push: await startingPush(clients, declaration, action),
  };
}
