import { StopPipelineExecutionCommand } from '@aws-sdk/client-codepipeline';
import { runningInStage } from '../../executions';
import type { ReleasePipeline, UnderWay } from '../../model';
import { type RefreshedGroup, readRefreshedGroup } from './refreshed-group';

/** Questions after which nothing more is waited for: an hour and a half at one every three seconds. */
const MAX_QUESTIONS = 1_800;

/** A refresh that is in progress: stopping its execution has it rolled back. */
export async function readRefreshUnderWay(pipeline: ReleasePipeline): Promise<UnderWay | undefined> {
  const executionId = await runningInStage(pipeline, pipeline.deploy.stage);
  if (executionId === undefined) return undefined;
  const found = await readRefreshedGroup(pipeline);
  if (!found?.refresh) return undefined;
  return {
    executionId,
    text: `stops execution ${executionId}, whose instance refresh of group ${found.group.AutoScalingGroupName} is rolled back`,
    takeBack: (report, pause) => stopRefresh(pipeline, executionId, report, pause),
  };
}

/** Stops the execution, whose end has the function `clean-up-groups` do the rest. @returns whether it did */
async function stopRefresh(
  pipeline: ReleasePipeline,
  pipelineExecutionId: string,
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
    const found = await readRefreshedGroup(pipeline);
    const line = progress(found);
    if (line !== shown) report(line);
    shown = line;
    if (!found?.refresh) return true;
    await pause();
  }
  return false;
}

function progress(found: RefreshedGroup | undefined): string {
  if (!found?.refresh) return 'no instance refresh is in progress any more';
  const { InstanceRefreshId, Status, RollbackDetails, PercentageComplete = 0 } = found.refresh;
  const percent = RollbackDetails?.PercentageCompleteOnRollback ?? PercentageComplete;
  return `instance refresh ${InstanceRefreshId}: ${Status}, ${percent} %`;
}
