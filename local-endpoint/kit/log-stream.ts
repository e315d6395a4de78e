import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
} from '@aws-sdk/client-cloudwatch-logs';

/** A log stream of CloudWatch Logs. */
export interface LogStream {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/**
 * Creates a log stream, and its group where that is missing; a stream that exists already is kept.
 * @throws Error of CloudWatch Logs
 */
export async function createLogStream(logs: CloudWatchLogsClient, stream: LogStream): Promise<void> {
  try {
    await logs.send(new CreateLogStreamCommand(stream));
  } catch (error) {
    const { name } = error as Error;
    if (name === 'ResourceAlreadyExistsException') return;
    if (name !== 'ResourceNotFoundException') throw error;
    await logs.send(new CreateLogGroupCommand({ logGroupName: stream.logGroupName }));
    await logs.send(new CreateLogStreamCommand(stream));
  }
}
