import type { RehearsalContext } from '../context';
import { cloneApplication } from '../git/application';
import { groupByRepository } from '../git/group-by-repository';
import { type PipelineGroup, scenario } from '../scenario';
import type { FleetContext } from './context';
import { fleetTraffic } from './fleet';
import { describeFleetPipeline, type FleetPipeline } from './pipeline';
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
  const clone = await cloneApplication(application, context);
  return { ...context, application, clone, serving: new Map() };
}
