import { StopPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import type { Fleet, FleetGroup } from '../../../../rehearsal/fleet-from-commits/fleet';
import { runningInStage } from '../../executions';
import type { ReleasePipeline, UnderWay } from '../../model';
import { readGroups } from './location';

/** Questions after which nothing more is waited for: an hour and a half at one every three seconds. */
const MAX_QUESTIONS = 1_800;

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
    takeBack: (report, pause) => stopRelease(pipeline, { executionId, green, blue }, report, pause),
  };
}

interface Release {
  readonly executionId: string;
  readonly green: FleetGroup;
  readonly blue: FleetGroup;
}

/** Stops the execution, whose end has the function `clean-up-groups` do the rest. @returns whether it did */
async function stopRelease(
  pipeline: ReleasePipeline,
  { executionId: pipelineExecutionId, green, blue }: Release,
  report: (line: string) => void,
  pause: () => Promise<void>,
): Promise<boolean> {
  await pipeline.clients.codePipeline.send(
    new StopPipelineExecutionCommand({
      pipelineName: pipeline.name,
      pipelineExecutionId,
      abandon: true,
      reason: 'Rolled back',
    }),
  );
  let shown = '';
  for (let question = 0; question < MAX_QUESTIONS; question += 1) {
    const fleet = await readGroups(pipeline);
    const line = progress(fleet, green, blue);
    if (line !== shown) report(line);
    shown = line;
    if (isBack(fleet, green, blue)) return true;
    await pause();
  }
  return false;
}

const find = ({ groups }: Fleet, { name }: FleetGroup) => groups.find((group) => group.name === name);

const isBack = (fleet: Fleet, green: FleetGroup, blue: FleetGroup): boolean =>
  find(fleet, blue)?.weight === 100 && find(fleet, green) === undefined;

function progress(fleet: Fleet, green: FleetGroup, blue: FleetGroup): string {
  const left = find(fleet, green);
  const removed = left ? `${left.instanceIds.length} instances of ${green.name} are left` : 'it is removed';
  return `${find(fleet, blue)?.weight ?? 0} % of the traffic on ${blue.name}, ${removed}`;
}
