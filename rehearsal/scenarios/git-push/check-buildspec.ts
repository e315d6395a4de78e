import { BatchGetProjectsCommand } from '@aws-sdk/client-codebuild';
import { parseDocument } from 'yaml';
import { startedByBranch } from './application';
import type { CommitPipeline } from './deployed-pipeline';
import { changeWatchedFile } from './dockerfile';
import type { Stage } from './stage';

/** Adds a command to the buildspec of the first check, and changes a file that is watched. */
export async function addToCheck(stage: Stage, command: string): Promise<void> {
  const { application, workTree } = stage;
  const file = await buildspecOf(startedByBranch(application)[0] as CommitPipeline);
  const buildspec = parseDocument(await workTree.read(file));
  buildspec.addIn(['phases', 'build', 'commands'], command);
  await workTree.write(file, buildspec.toString());
  await changeWatchedFile(stage);
}

/** Why nothing can be added to a check, if so. */
export function noChecks({ application }: Stage): string | undefined {
  const none = startedByBranch(application).some(({ projects }) => projects.checks.length === 0);
  return none ? 'the pipelines have no checks' : undefined;
}

/** The buildspec in the repository that the first check runs. */
async function buildspecOf({ clients, projects }: CommitPipeline): Promise<string> {
  const names = projects.checks.slice(0, 1);
  const { projects: found } = await clients.codeBuild.send(new BatchGetProjectsCommand({ names }));
  return found?.[0]?.source?.buildspec ?? 'buildspec.yml';
}
