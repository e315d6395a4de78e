import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetBuildsCommand } from '@aws-sdk/client-codebuild';
import { listActions } from '../pipeline/executions';
import type { DeployedPipeline } from '../pipeline/deployed-pipeline';

/** The last lines that the commands of an execution's failed build logged; CodeBuild's own lines are left out. */
export async function lastLogLines(
  pipeline: DeployedPipeline,
  executionId: string,
  count: number,
): Promise<string[]> {
  const { codeBuild, logs } = pipeline.clients;
  const failed = (await listActions(pipeline, executionId)).find(({ status }) => status === 'Failed');
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
