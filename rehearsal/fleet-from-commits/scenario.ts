import { createPlaceholders } from '../builds/build-values';
import type { RehearsalContext } from '../context';
import { GitClone } from '../git/clone';
import { createCodeCommitRepository } from '../git/codecommit-repository';
import { groupByRepository, startedByBranch } from '../git/group-by-repository';
import { nameMatching } from '../git/starting-push';
import { type PipelineGroup, scenario } from '../scenario';
import type { FleetContext } from './context';
import { fleetTraffic } from './fleet';
import { describeFleetPipeline, filesOf, type FleetPipeline } from './pipeline';
import { fleetProgress } from './progress';
import { FLEET_STEPS } from './steps';

/** A team pushes commits, CodeBuild bakes them into machine images, and action functions replace the Auto Scaling group. */
export const fleetFromCommits = scenario({
  describe: describeFleetPipeline,
  group: groupByRepository<FleetPipeline>,
  prepare,
  progress: fleetProgress,
  traffic: fleetTraffic,
  steps: FLEET_STEPS,
});

async function prepare(
  application: PipelineGroup<FleetPipeline>,
  context: RehearsalContext,
): Promise<FleetContext> {
  const { applicationsFolder, endpoint, folder, terminal } = context;
  const { pipelines } = application;
  const [first] = pipelines as [FleetPipeline];
  for (const pipeline of pipelines) {
    await createCodeCommitRepository(pipeline, terminal);
    await createPlaceholders(pipeline, terminal);
  }
  const clone = await GitClone.create(
    folder,
    filesOf(first, applicationsFolder),
    nameMatching(startedByBranch(application)[0]?.push.pattern ?? 'main', 'rehearsal'),
    [...new Set(pipelines.map(({ source }) => `${endpoint}${source.remotePath}`))],
  );
  return { ...context, application, clone, serving: new Map() };
}
