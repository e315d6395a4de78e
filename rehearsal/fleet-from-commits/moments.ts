import { currentAction, expectUnderWay } from '../pipeline/executions';
import type { PushedRelease } from '../git/played-pipeline';
import { until } from '../until';
import type { FleetContext } from './context';
import { type FleetGroup, readFleet } from './fleet';
import type { FleetPipeline } from './pipeline';

/** Waits until a release has made its group; returns it. */
export async function greenMade(
  context: FleetContext,
  { pipeline, executionId }: PushedRelease<FleetPipeline>,
): Promise<FleetGroup> {
  return until(context, `the green group of ${pipeline.name}`, 120, async () => {
    await expectUnderWay(pipeline, executionId, 'it made its group');
    const { groups } = await readFleet(pipeline);
    return groups.find((group) => group.executionId === executionId && group.instanceIds.length > 0);
  });
}

/** Waits until an action of a release is in progress. */
export async function actionBegun(
  context: FleetContext,
  { pipeline, executionId }: PushedRelease<FleetPipeline>,
  name: 'green' | 'deploy' | 'retire',
): Promise<void> {
  const { action } = pipeline[name];
  await until(context, `${action} of ${pipeline.name}`, 120, async () => {
    await expectUnderWay(pipeline, executionId, `${action} began`);
    const status = (await currentAction(pipeline, executionId, pipeline[name]))?.status;
    return status === 'InProgress' || undefined;
  });
}

/** Waits until a release has some of the traffic; returns its group. */
export async function trafficMoved(
  context: FleetContext,
  { pipeline, executionId }: PushedRelease<FleetPipeline>,
  percent: number,
): Promise<FleetGroup> {
  return until(context, `${percent} % of the traffic of ${pipeline.name} moving`, 120, async () => {
    await expectUnderWay(pipeline, executionId, `${percent} % of its traffic moved`);
    const { groups } = await readFleet(pipeline);
    return groups.find((group) => group.executionId === executionId && group.weight >= percent);
  });
}
