import { BatchGetProjectsCommand } from '@aws-sdk/client-codebuild';
import { isScalar, isSeq, parseDocument } from 'yaml';
import { startedByBranch } from '../git/group-by-repository';
import type { CommitsContext } from './context';
import { changeWatchedFiles, skipWithoutDockerfile } from './dockerfile';
import type { CommitsPipeline } from './pipeline';

/** Path of the commands within a buildspec: one command or a list of them. */
const COMMANDS = ['phases', 'build', 'commands'];

/** Adds a command to the buildspec of the first check, and changes files that are watched. */
export async function addToCheck(context: CommitsContext, command: string): Promise<void> {
  const { application, clone } = context;
  const file = await buildspecOf(startedByBranch(application)[0] as CommitsPipeline);
  const buildspec = parseDocument(await clone.read(file));
  const commands = buildspec.getIn(COMMANDS, true);
  if (isSeq(commands)) commands.add(command);
  else buildspec.setIn(COMMANDS, [...(isScalar(commands) ? [commands] : []), command]);
  await clone.write(file, buildspec.toString());
  await changeWatchedFiles(context);
}

/** Why a step that changes a check is skipped. */
export function skipWithoutChecks(context: CommitsContext): string | undefined {
  const none = startedByBranch(context.application).some(({ builds }) => builds.checks.length === 0);
  return none ? 'the pipelines have no checks' : skipWithoutDockerfile(context);
}

/** Path of the buildspec that the first check runs. */
async function buildspecOf({ clients, builds }: CommitsPipeline): Promise<string> {
  const names = builds.checks.slice(0, 1);
  const { projects } = await clients.codeBuild.send(new BatchGetProjectsCommand({ names }));
  return projects?.[0]?.source?.buildspec ?? 'buildspec.yml';
}
