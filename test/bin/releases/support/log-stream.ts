import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { TestEndpoint } from '@pipeline-factory/local-endpoint/testing';

/** Writes messages to a log, at the endpoint's time. */
export type WriteLog = (...messages: readonly string[]) => Promise<void>;

/** Makes a log group with the stream `one`. */
export async function logStream({ client, clock }: TestEndpoint, logGroupName: string): Promise<WriteLog> {
  const logs = new CloudWatchLogsClient(client());
  const stream = { logGroupName, logStreamName: 'one' };
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand(stream));
  return async (...messages) => {
    const timestamp = clock.now().getTime();
    const logEvents = messages.map((message) => ({ timestamp, message }));
    await logs.send(new PutLogEventsCommand({ ...stream, logEvents }));
  };
}
