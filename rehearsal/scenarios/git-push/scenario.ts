import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import type { Clients } from '../clients';
import { playSteps, type StepOutcome } from '../play';
import type { Found, ScenarioOptions } from '../playable';
import { missingService } from '../pipeline/service-there';
import { watchPipelines } from '../pipeline/watch';
import { type Application, groupByRepository, startedByBranch } from './application';
import { type CommitPipeline, describeCommitPipeline } from './deployed-pipeline';
import { deploymentSteps } from './service-events';
import type { Stage } from './stage';
import { STEPS } from './steps';
import { WorkTree } from './work-tree';

/** A release's life where a team pushes commits, CodeBuild builds them and ECS runs what comes of it. */
export async function gitPush(
  clients: Clients,
  structures: readonly PipelineDeclaration[],
  { applicationsFolder }: Pick<ScenarioOptions, 'applicationsFolder'>,
): Promise<Found> {
  const there: CommitPipeline[] = [];
  const leftOut: string[] = [];
  for (const structure of structures) {
    const pipeline = await describeCommitPipeline(clients, structure);
    if (!pipeline) continue;
    const reason =
      missingFiles(pipeline, applicationsFolder) ?? (await missingService(pipeline, pipeline.service));
    if (reason === undefined) there.push(pipeline);
    else leftOut.push(reason);
  }
  const playable = groupByRepository(there).map((application) => ({
    pipelines: application.pipelines.map(({ name }) => name),
    roles: application.pipelines.flatMap(({ roles }) => roles),
    play: (options: ScenarioOptions) => play(application, options),
  }));
  return { playable, leftOut };
}

async function play(application: Application, options: ScenarioOptions): Promise<StepOutcome[]> {
  const { applicationsFolder, endpoint, folder, terminal } = options;
  const [first] = application.pipelines as [CommitPipeline];
  const workTree = await WorkTree.create(
    folder,
    filesOf(first, applicationsFolder),
    concrete(startedByBranch(application)[0]?.push.pattern ?? 'main'),
    `${endpoint}${first.remotePath}`,
  );
  const stage: Stage = { application, ...options, workTree, serving: new Map() };
  const watcher = watchPipelines(application.pipelines, options, terminal, deploymentSteps(options.clock));
  try {
    return await playSteps(STEPS, stage);
  } finally {
    await watcher.stop();
  }
}

function missingFiles(pipeline: CommitPipeline, folder: string): string | undefined {
  const files = filesOf(pipeline, folder);
  if (existsSync(files)) return undefined;
  return `${pipeline.name} builds ${pipeline.repository}, whose files are not in ${files}: --applications names the folder that holds them`;
}

const filesOf = ({ repository }: CommitPipeline, folder: string): string =>
  join(folder, repository.split('/').at(-1) ?? repository);

/** A name that matches a pattern. */
const concrete = (pattern: string): string => pattern.replace(/\*+/g, 'rehearsal');
