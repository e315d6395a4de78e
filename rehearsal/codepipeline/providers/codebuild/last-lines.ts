import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Build } from '@aws-sdk/client-codebuild';
import type { ActionJob } from '../provider';

const LINES = 20;

/** Shows the person who watches how the log of a failed build ends, as the console's link to the log would. */
export async function showLastLines({ room, execution, action }: ActionJob, build: Build): Promise<void> {
  const { world } = room;
  const { accountId, region, name } = execution.pipeline;
  const { groupName: logGroupName, streamName: logStreamName } = build.logs ?? {};
  if (!logGroupName || !logStreamName) return;
  const logs = new CloudWatchLogsClient(world.aws.asService(accountId, region));
  const command = new GetLogEventsCommand({
    logGroupName,
    logStreamName,
    limit: LINES,
    startFromHead: false,
  });
  const { events } = await logs.send(command).catch((error: Error) => {
    world.say(`codepipeline ${name}: the log of ${build.id} cannot be read: ${error.message}`);
    return { events: [] };
  });
  if (!events?.length) return;
  world.say(`codepipeline ${name}: ${action.name} failed; the last lines of the log of ${build.id}:`);
  for (const { message } of events) world.say(`codepipeline ${name}:   ${message}`);
}
