import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { BatchGetBuildsCommand } from '@aws-sdk/client-codebuild';
import type { ReleaseClients } from '../clients';
import type { LoggedAction, LogLine, LogReader } from './log';

/**
 * The log of a build, in whichever group and stream its project writes it.
 * https://docs.aws.amazon.com/codebuild/latest/APIReference/API_LogsLocation.html
 */
export function readBuildLog({ externalId }: LoggedAction, { codeBuild, logs }: ReleaseClients): LogReader {
  let stream: { readonly logGroupName: string; readonly logStreamName: string } | undefined;
  let nextToken: string | undefined;
  return async () => {
    if (externalId === undefined) return [];
    stream ??= await locate();
    if (!stream) return [];
    const lines: LogLine[] = [];
    for (;;) {
      const request = new GetLogEventsCommand({ ...stream, startFromHead: true, nextToken });
      const page = await logs.send(request).catch((error: Error) => {
        if (error.name !== 'ResourceNotFoundException') throw error; // the build has not begun to write
        return { events: [], nextForwardToken: nextToken };
      });
      for (const { timestamp, message = '' } of page.events ?? [])
        lines.push({
          time: timestamp === undefined ? undefined : new Date(timestamp),
          text: message.trimEnd(),
        });
      const isEnd = page.nextForwardToken === nextToken;
      nextToken = page.nextForwardToken;
      if (isEnd) return lines;
    }
  };

  async function locate() {
    const { builds = [] } = await codeBuild.send(new BatchGetBuildsCommand({ ids: [externalId ?? ''] }));
    const { groupName, streamName } = builds[0]?.logs ?? {};
    return groupName && streamName ? { logGroupName: groupName, logStreamName: streamName } : undefined;
  }
}
