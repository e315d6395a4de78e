import { basename } from 'node:path';
import { startedByBranch } from './application';
import type { Stage } from './stage';

/** The first Dockerfile of the repository whose change starts the pipelines of the branch. */
async function dockerfileOf({ application, workTree }: Stage): Promise<string> {
  const pipelines = startedByBranch(application);
  const files = await workTree.files();
  const found = files.find(
    (file) => basename(file) === 'Dockerfile' && pipelines.every(({ push }) => push.watches(file)),
  );
  if (!found)
    throw new Error(`${application.repository} has no Dockerfile whose change starts the pipelines`);
  return found;
}

/** Adds lines to the Dockerfile. */
export async function addToDockerfile(stage: Stage, ...lines: readonly string[]): Promise<void> {
  const file = await dockerfileOf(stage);
  const content = await stage.workTree.read(file);
  await stage.workTree.write(file, `${content.trimEnd()}\n${lines.join('\n')}\n`);
}

/** Changes nothing but a file that counts. */
export async function changeWatchedFile(stage: Stage): Promise<void> {
  await addToDockerfile(stage, `# ${stage.clock.now().toISOString()}`);
}
