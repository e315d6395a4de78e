import { runningInStage } from '../../executions';
import { type ReleasePipeline, refusedUnderWay, type UnderWay } from '../../model';
import { stopAndFollow } from '../../stop-and-follow';
import { type RefreshedGroup, readRefreshedGroup } from './refreshed-group';

/** A refresh that is in progress: stopping its execution has it rolled back. */
export async function readRefreshUnderWay(pipeline: ReleasePipeline): Promise<UnderWay | undefined> {
  const executionId = await runningInStage(pipeline, pipeline.deploy.stage);
  const found = await readRefreshedGroup(pipeline);
  if (!found?.refresh) return undefined;
  if (executionId === undefined)
    return refusedUnderWay(
      `instance refresh ${found.refresh.InstanceRefreshId} of group ${found.group.AutoScalingGroupName} is in progress, which no execution of the pipeline started: wait for its end, or cancel it`,
    );
  return {
    text: `stops execution ${executionId}, whose instance refresh of group ${found.group.AutoScalingGroupName} is rolled back`,
    takeBack: (report, pause) => {
      const see = async () => {
        const seen = await readRefreshedGroup(pipeline);
        return { text: progress(seen), isBack: !seen?.refresh };
      };
      return stopAndFollow(pipeline, executionId, see, report, pause);
    },
  };
}

function progress(found: RefreshedGroup | undefined): string {
  if (!found?.refresh) return 'no instance refresh is in progress any more';
  const { InstanceRefreshId, Status, RollbackDetails, PercentageComplete = 0 } = found.refresh;
  const percent = RollbackDetails?.PercentageCompleteOnRollback ?? PercentageComplete;
  return `instance refresh ${InstanceRefreshId}: ${Status}, ${percent} %`;
}
