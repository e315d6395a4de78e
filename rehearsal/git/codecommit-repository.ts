import { CreateRepositoryCommand } from '@aws-sdk/client-codecommit';
import type { Terminal } from '../report/terminal';
import type { CommitPipeline } from '../ecs-from-commits/deployed-pipeline';

/** Makes the CodeCommit repository of a pipeline where its account and region have none: a push alone makes none there. */
export async function createCodeCommitRepository(
  { clients, codeCommit, repository }: CommitPipeline,
  terminal: Terminal,
): Promise<void> {
  if (!codeCommit) return;
  const created = await clients.codeCommit
    .send(new CreateRepositoryCommand({ repositoryName: repository }))
    .catch((error: Error) => {
      if (error.name === 'RepositoryNameExistsException') return undefined;
      throw error;
    });
  if (created) terminal.line(`  aws codecommit create-repository --repository-name ${repository}`);
}
