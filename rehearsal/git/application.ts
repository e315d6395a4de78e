import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createPlaceholders } from '../builds/build-values';
import type { BuildsPipeline } from '../builds/projects';
import type { RehearsalContext } from '../context';
import type { PipelineGroup } from '../scenario';
import { GitClone } from './clone';
import { createCodeCommitRepository } from './codecommit-repository';
import type { GitPipeline } from './git-pipeline';
import { startedByBranch } from './group-by-repository';
import { nameMatching } from './starting-push';

/**
 * Why a pipeline cannot be rehearsed: the files of its repository are not there.
 * @param does what the pipeline does with its commits: `builds`
 */
export function missingFiles(pipeline: GitPipeline, does: string, folder: string): string | undefined {
  const files = filesOf(pipeline, folder);
  if (existsSync(files)) return undefined;
  return `${pipeline.name} ${does} ${pipeline.source.repository}, whose files are not in ${files}: --applications names the folder that holds them`;
}

/** The folder with the files of a pipeline's repository. */
const filesOf = ({ source: { repository } }: GitPipeline, applicationsFolder: string): string =>
  join(applicationsFolder, repository.split('/').at(-1) ?? repository);

/**
 * A clone with the files of the application, not committed yet, whose branch is one that starts the pipelines. What the
 * builds need is made first.
 */
export async function cloneApplication<P extends GitPipeline & BuildsPipeline>(
  application: PipelineGroup<P>,
  { applicationsFolder, endpoint, folder, terminal }: RehearsalContext,
): Promise<GitClone> {
  const { pipelines } = application;
  for (const pipeline of pipelines) {
    await createCodeCommitRepository(pipeline, terminal);
    await createPlaceholders(pipeline, terminal);
  }
  const [first] = pipelines;
  if (!first) throw new Error('an application has at least one pipeline');
  return GitClone.create(
    folder,
    filesOf(first, applicationsFolder),
    nameMatching(startedByBranch(application)[0]?.push.pattern ?? 'main', 'rehearsal'),
    [...new Set(pipelines.map(({ source }) => `${endpoint}${source.remotePath}`))],
  );
}
