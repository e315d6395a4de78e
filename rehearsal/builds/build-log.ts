import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetBuildsCommand } from '@aws-sdk/client-codebuild';
import { actionsOf } from '../pipeline/executions';
import type { CommitPipeline } from '../ecs-from-commits/deployed-pipeline';

/** The last lines of its log that the commands of an execution's failed build wrote, not CodeBuild itself. */
export async function lastLogLines(
  pipeline: CommitPipeline,
  executionId: string,
  count: number,
): Promise<string[]> {
  const { codeBuild, logs } = pipeline.clients;
  const failed = (await actionsOf(pipeline, executionId)).find(({ status }) => status === 'Failed');
  const id = failed?.output?.executionResult?.externalExecutionId;
  if (!id) return [];
  const { builds } = await codeBuild.send(new BatchGetBuildsCommand({ ids: [id] }));
  const { groupName, streamName } = builds?.[0]?.logs ?? {};
  if (!groupName || !streamName) return [];
  const { events = [] } = await logs.send(
    new GetLogEventsCommand({ logGroupName: groupName, logStreamName: streamName, startFromHead: false }),
  );
  const lines = events.map(({ message = '' }) => message.trimEnd());
  return lines.filter((line) => line !== '' && !line.startsWith('[Container]')).slice(-count);
}
