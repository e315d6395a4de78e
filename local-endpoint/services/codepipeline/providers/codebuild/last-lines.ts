import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Build } from '@aws-sdk/client-codebuild';
import type { ActionJob } from '../provider';
import { clientOf } from '../../../../kit/client';

const MAX_LINES = 10;

/** Logs the end of a failed build's log, which a person would find behind the link in the console. */
export async function logLastLines(
  { store: { context }, execution, action }: ActionJob,
  build: Build,
): Promise<void> {
  const { account, region, name } = execution.pipeline;
  const { groupName: logGroupName, streamName: logStreamName } = build.logs ?? {};
  if (!logGroupName || !logStreamName) return;
  const logs = clientOf(CloudWatchLogsClient, context.aws.asService(account, region));
  const command = new GetLogEventsCommand({
    logGroupName,
    logStreamName,
    startFromHead: false,
  });
  const { events } = await logs.send(command).catch((error: Error) => {
    context.log(`codepipeline ${name}: the log of ${build.id} cannot be read: ${error.message}`);
    return { events: [] };
  });
  const lines = (events ?? []).map(({ message = '' }) => message).filter(isOutput);
  if (lines.length === 0) return;
  context.log(`${name}: ${action.name} failed; the last lines of its log:`);
  for (const line of lines.slice(-MAX_LINES)) context.log(`  │ ${line}`);
}

/** Whether a command wrote the line, not CodeBuild. */
const isOutput = (line: string): boolean => line.trim() !== '' && !line.startsWith('[Container] ');
