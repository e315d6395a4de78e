import { CreateRepositoryCommand } from '@aws-sdk/client-codecommit';
import type { Terminal } from '../report/terminal';
import type { GitPipeline } from './git-pipeline';

/** Creates the CodeCommit repository of a pipeline where its account and region have none: unlike other remotes it is not created by a push. */
export async function createCodeCommitRepository(
  { clients, source: { codeCommit, repository } }: GitPipeline,
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
