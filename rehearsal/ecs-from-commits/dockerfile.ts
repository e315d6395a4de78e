import { posix } from 'node:path';
import type { GitClone } from '../git/clone';
import { startedByBranch } from '../git/group-by-repository';
import { type CommitsApplication, skipWithoutBranch } from './application';
import type { CommitsContext } from './context';

/** `Dockerfile`, `Containerfile`, and either with a prefix or suffix: `web.Dockerfile`, `Dockerfile.prd`. */
const DOCKERFILE = /^(?:.+\.)?(?:Dockerfile|Containerfile)(?:\..+)?$/i;

/** Paths of the Dockerfiles whose change starts the pipelines of the branch. */
export async function dockerfilesOf(application: CommitsApplication, clone: GitClone): Promise<string[]> {
  const pipelines = startedByBranch(application);
  return (await clone.files()).filter(
    (file) =>
      DOCKERFILE.test(posix.basename(file)) &&
      !file.endsWith('.dockerignore') &&
      pipelines.every(({ push }) => push.watches(file)),
  );
}

/** Adds a line to every Dockerfile: which of them the build uses is up to the team's buildspec. */
export async function addToDockerfiles({ dockerfiles, clone }: CommitsContext, line: string): Promise<void> {
  for (const file of dockerfiles) {
    const content = await clone.read(file);
    await clone.write(file, `${content.trimEnd()}\n${line}\n`);
  }
}

/** Changes files so that a push starts the pipelines, and nothing that would change the images' behaviour. */
export async function changeWatchedFiles(context: CommitsContext): Promise<void> {
  await addToDockerfiles(context, `# ${context.clock.now().toISOString()}`);
}

/** Why a step that changes Dockerfiles is skipped. */
export function skipWithoutDockerfile({ application, dockerfiles }: CommitsContext): string | undefined {
  const repository = application.pipelines[0]?.source.repository;
  const noDockerfile = `${repository} has no Dockerfile whose change starts the pipelines`;
  return skipWithoutBranch(application) ?? (dockerfiles.length === 0 ? noDockerfile : undefined);
}
