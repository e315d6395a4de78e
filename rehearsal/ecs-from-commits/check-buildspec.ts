import { buildspecOf, withCommands } from '../builds/buildspec';
import { startedByBranch } from '../git/group-by-repository';
import type { CommitsContext } from './context';
import { changeWatchedFiles, skipWithoutDockerfile } from './dockerfile';
import type { CommitsPipeline } from './pipeline';

/** Adds a command to the buildspec of the first check, and changes files that are watched. */
export async function addToCheck(context: CommitsContext, command: string): Promise<void> {
  const { application, clone } = context;
  const { clients, builds } = startedByBranch(application)[0] as CommitsPipeline;
  const file = await buildspecOf(clients, builds.checks[0] ?? '');
  await clone.write(file, withCommands(await clone.read(file), [command]));
  await changeWatchedFiles(context);
}

/** Why a step that changes a check is skipped. */
export function skipWithoutChecks(context: CommitsContext): string | undefined {
  const none = startedByBranch(context.application).some(({ builds }) => builds.checks.length === 0);
  return none ? 'the pipelines have no checks' : skipWithoutDockerfile(context);
}
