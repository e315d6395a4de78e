import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { playSteps, type StepOutcome } from '../run-steps';
import type { DeployedPlace, Found, ScenarioOptions } from '../scenario';
import { missingService } from '../ecs/service';
import { watchPipelines } from '../pipeline/watch';
import { type Application, groupByRepository, notPlayed, startedByBranch } from './application';
import { missingValues, standInForValues } from '../builds/build-values';
import { createCodeCommitRepository } from '../git/codecommit-repository';
import { type CommitPipeline, describeCommitPipeline } from './deployed-pipeline';
import { dockerfilesOf } from './dockerfile';
import { deploymentSteps } from '../ecs/service-events';
import type { Stage } from './context';
import { nameLike } from '../git/starting-push';
import { STEPS } from './steps';
import { WorkTree } from '../git/work-tree';

/** A release's life where a team pushes commits, CodeBuild builds them and ECS runs what comes of it. */
export async function gitPush(
  places: readonly DeployedPlace[],
  { applicationsFolder }: Pick<ScenarioOptions, 'applicationsFolder'>,
): Promise<Found> {
  const there: CommitPipeline[] = [];
  const leftOut: string[] = [];
  for (const { clients, structures } of places)
    for (const structure of structures) {
      const pipeline = await describeCommitPipeline(clients, structure);
      if (!pipeline) continue;
      const reason = typeof pipeline === 'string' ? pipeline : await impossible(pipeline, applicationsFolder);
      if (reason !== undefined) leftOut.push(reason);
      else there.push(pipeline as CommitPipeline);
    }
  const applications = groupByRepository(there);
  return {
    playable: applications.map((application) => ({
      pipelines: application.pipelines.map(({ name }) => name),
      roles: application.pipelines.flatMap(({ roles }) => roles),
      play: (options: ScenarioOptions) => play(application, options),
    })),
    leftOut: [...leftOut, ...applications.flatMap(notPlayed)],
  };
}

async function impossible(pipeline: CommitPipeline, folder: string): Promise<string | undefined> {
  return (
    missingFiles(pipeline, folder) ??
    (await missingService(pipeline, pipeline.service)) ??
    (await missingValues(pipeline))
  );
}

function missingFiles(pipeline: CommitPipeline, folder: string): string | undefined {
  const files = filesOf(pipeline, folder);
  if (existsSync(files)) return undefined;
  return `${pipeline.name} builds ${pipeline.repository}, whose files are not in ${files}: --applications names the folder that holds them`;
}

async function play(application: Application, options: ScenarioOptions): Promise<StepOutcome[]> {
  const { applicationsFolder, endpoint, folder, terminal } = options;
  const { pipelines } = application;
  const [first] = pipelines as [CommitPipeline];
  for (const pipeline of pipelines) {
    await createCodeCommitRepository(pipeline, terminal);
    await standInForValues(pipeline, terminal);
  }
  const workTree = await WorkTree.create(
    folder,
    filesOf(first, applicationsFolder),
    nameLike(startedByBranch(application)[0]?.push.pattern ?? 'main', 'rehearsal'),
    [...new Set(pipelines.map(({ remotePath }) => `${endpoint}${remotePath}`))],
  );
  const dockerfiles = await dockerfilesOf(application, workTree);
  const stage: Stage = { application, ...options, workTree, dockerfiles, serving: new Map() };
  const watcher = watchPipelines(pipelines, options, terminal, deploymentSteps(options.clock));
  try {
    return await playSteps(STEPS, stage);
  } finally {
    await watcher.stop();
  }
}

const filesOf = ({ repository }: CommitPipeline, folder: string): string =>
  join(folder, repository.split('/').at(-1) ?? repository);
