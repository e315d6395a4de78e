import type { Fleet, FleetGroup } from '../../../../rehearsal/fleet-from-commits/fleet';
import { runningInStage } from '../../executions';
import type { ReleasePipeline, UnderWay } from '../../model';
import { stopAndFollow } from '../../stop-and-follow';
import { readGroups } from './location';

/** A release that brings its group up, or moves the traffic to it: stopping its execution takes it back. */
export async function readReleaseUnderWay(pipeline: ReleasePipeline): Promise<UnderWay | undefined> {
  const executionId = await runningInStage(pipeline, pipeline.deploy.stage);
  if (executionId === undefined) return undefined;
  const { groups } = await readGroups(pipeline);
  const green = groups.find((group) => group.executionId === executionId);
  const blue = groups.find((group) => group !== green && !group.retiring);
  if (!green || !blue) return undefined;
  return {
    text: `stops execution ${executionId}, whose group ${green.name} has ${green.weight} % of the traffic: all of it goes back to ${blue.name}, and ${green.name} is removed`,
    takeBack: (report, pause) => {
      const see = async () => {
        const fleet = await readGroups(pipeline);
        return { text: progress(fleet, green, blue), isBack: isBack(fleet, green, blue) };
      };
      return stopAndFollow(pipeline, executionId, see, report, pause);
    },
  };
}

const find = ({ groups }: Fleet, { name }: FleetGroup) => groups.find((group) => group.name === name);

const isBack = (fleet: Fleet, green: FleetGroup, blue: FleetGroup): boolean =>
  find(fleet, blue)?.weight === 100 && find(fleet, green) === undefined;

function progress(fleet: Fleet, green: FleetGroup, blue: FleetGroup): string {
  const left = find(fleet, green);
  const removed = left ? `${left.instanceIds.length} instances of ${green.name} are left` : 'it is removed';
  return `${find(fleet, blue)?.weight ?? 0} % of the traffic on ${blue.name}, ${removed}`;
}
