import { posix } from 'node:path';
import { type Application, noBranch, startedByBranch } from './application';
import type { Stage } from './context';
import type { WorkTree } from '../git/work-tree';

/** `Dockerfile`, `Containerfile`, and either with a word before or after: `web.Dockerfile`, `Dockerfile.prd`. */
const DOCKERFILE = /^(?:.+\.)?(?:Dockerfile|Containerfile)(?:\..+)?$/i;

/** The Dockerfiles of the repository whose change starts the pipelines of the branch. */
export async function dockerfilesOf(application: Application, workTree: WorkTree): Promise<string[]> {
  const pipelines = startedByBranch(application);
  return (await workTree.files()).filter(
    (file) =>
      DOCKERFILE.test(posix.basename(file)) &&
      !file.endsWith('.dockerignore') &&
      pipelines.every(({ push }) => push.watches(file)),
  );
}

/** Adds a line to every Dockerfile: which of them the build uses is up to the team's buildspec. */
export async function addToDockerfiles({ dockerfiles, workTree }: Stage, line: string): Promise<void> {
  for (const file of dockerfiles) {
    const content = await workTree.read(file);
    await workTree.write(file, `${content.trimEnd()}\n${line}\n`);
  }
}

/** Changes nothing but files that count. */
export async function changeWatchedFiles(stage: Stage): Promise<void> {
  await addToDockerfiles(stage, `# ${stage.clock.now().toISOString()}`);
}

/** Why no change can be made that the pipelines of the branch take, if so. */
export function noChange({ application, dockerfiles }: Stage): string | undefined {
  const noDockerfile = `${application.repository} has no Dockerfile whose change starts the pipelines`;
  return noBranch(application) ?? (dockerfiles.length === 0 ? noDockerfile : undefined);
}
