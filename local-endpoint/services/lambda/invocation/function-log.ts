import { CloudWatchLogsClient, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { ServiceContext } from '../../../kit/context';
import { createLogStream } from '../../../kit/log-stream';
import type { RunnableFunction } from '../functions/runnable-function';
import type { OutputListener } from '../worker/worker';

/** The part of the log that LogType Tail returns, in bytes. https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const TAIL_BYTES = 4096;

/** The log of one invocation, as it is in CloudWatch Logs. */
export class FunctionLog {
  private readonly lines: { readonly timestamp: number; readonly message: string }[] = [];

  constructor(
    private readonly context: ServiceContext,
    private readonly runnable: RunnableFunction,
    private readonly requestId: string,
  ) {}

  /** Adds a line of Lambda's own. */
  write(message: string): void {
    this.lines.push({ timestamp: this.context.clock.now().getTime(), message });
  }

  /** Adds the function's own output. */
  readonly listen: OutputListener = (output) => {
    if (output.kind === 'output') {
      for (const line of output.text.split('\n').filter(Boolean)) this.write(line);
      return;
    }
    const timestamp = this.context.clock.now().toISOString();
    const { level, text } = output;
    if (this.runnable.logFormat === 'JSON')
      this.write(JSON.stringify({ timestamp, level, requestId: this.requestId, message: text }));
    else this.write(`${timestamp}\t${this.requestId}\t${level}\t${text}`);
  };

  /** The end of the log, base64, as LogType Tail returns it. */
  tail(): string {
    const text = this.lines.map(({ message }) => `${message}\n`).join('');
    return Buffer.from(text).subarray(-TAIL_BYTES).toString('base64');
  }

  /**
   * Sends the lines with the role of the function. A role that may not write logs leaves none, as in AWS: an
   * invocation never fails because of its log.
   */
  async send(logStreamName: string): Promise<void> {
    const { roleArn, reference, logGroup, invokedArn } = this.runnable;
    try {
      const role = await this.context.aws.asRole(
        roleArn,
        reference.region,
        'lambda.amazonaws.com',
        invokedArn,
      );
      const client = new CloudWatchLogsClient({ ...role, maxAttempts: 1 });
      const stream = { logGroupName: logGroup, logStreamName };
      await createLogStream(client, stream);
      await client.send(new PutLogEventsCommand({ ...stream, logEvents: this.lines }));
    } catch (error) {
      if (this.context.closing.aborted) return;
      this.context.log(`lambda ${reference.name}: no log was written: ${(error as Error).message}`);
    }
  }
}
