import { BatchGetProjectsCommand } from '@aws-sdk/client-codebuild';
import { isScalar, isSeq, parseDocument } from 'yaml';
import { startedByBranch } from './application';
import type { CommitPipeline } from './deployed-pipeline';
import { changeWatchedFiles, noChange } from './dockerfile';
import type { Stage } from './context';

/** The commands that a build phase has, one or a list of them. */
const COMMANDS = ['phases', 'build', 'commands'];

/** Adds a command to the buildspec of the first check, and changes files that are watched. */
export async function addToCheck(stage: Stage, command: string): Promise<void> {
  const { application, workTree } = stage;
  const file = await buildspecOf(startedByBranch(application)[0] as CommitPipeline);
  const buildspec = parseDocument(await workTree.read(file));
  const commands = buildspec.getIn(COMMANDS, true);
  if (isSeq(commands)) commands.add(command);
  else buildspec.setIn(COMMANDS, [...(isScalar(commands) ? [commands] : []), command]);
  await workTree.write(file, buildspec.toString());
  await changeWatchedFiles(stage);
}

/** Why nothing can be added to a check, if so. */
export function noChecks(stage: Stage): string | undefined {
  const none = startedByBranch(stage.application).some(({ projects }) => projects.checks.length === 0);
  return none ? 'the pipelines have no checks' : noChange(stage);
}

/** The buildspec in the repository that the first check runs. */
async function buildspecOf({ clients, projects }: CommitPipeline): Promise<string> {
  const names = projects.checks.slice(0, 1);
  const { projects: found } = await clients.codeBuild.send(new BatchGetProjectsCommand({ names }));
  return found?.[0]?.source?.buildspec ?? 'buildspec.yml';
}
