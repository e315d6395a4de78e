import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Build } from '@aws-sdk/client-codebuild';
import type { ActionJob } from '../provider';

const LINES = 10;

/** Shows the person who watches how the log of a failed build ends, as the console's link to the log would. */
export async function showLastLines(
  { store: store, execution, action }: ActionJob,
  build: Build,
): Promise<void> {
  const { context: serviceContext } = store;
  const { accountId, region, name } = execution.pipeline;
  const { groupName: logGroupName, streamName: logStreamName } = build.logs ?? {};
  if (!logGroupName || !logStreamName) return;
  const logs = new CloudWatchLogsClient(serviceContext.aws.asService(accountId, region));
  const command = new GetLogEventsCommand({
    logGroupName,
    logStreamName,
    startFromHead: false,
  });
  const { events } = await logs.send(command).catch((error: Error) => {
    serviceContext.log(`codepipeline ${name}: the log of ${build.id} cannot be read: ${error.message}`);
    return { events: [] };
  });
  const lines = (events ?? []).map(({ message = '' }) => message).filter(isOutput);
  if (lines.length === 0) return;
  serviceContext.log(`${name}: ${action.name} failed; the last lines of its log:`);
  for (const line of lines.slice(-LINES)) serviceContext.log(`  │ ${line}`);
}

/** Whether a command wrote the line, not CodeBuild. */
const isOutput = (line: string): boolean => line.trim() !== '' && !line.startsWith('[Container] ');
