import {
  CloudWatchLogsClient,
  type InputLogEvent,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { AwsIdentity } from '../../../kit/aws';
import type { ServiceContext } from '../../../kit/context';
import { createLogStream, type LogStream } from '../../../kit/log-stream';

const SEND_INTERVAL_MILLISECONDS = 500;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const MAX_BATCH_LINES = 1_000;
const MAX_LINE_LENGTH = 200_000;

/** Masking shorter values would make the log unreadable. */
const MIN_SECRET_LENGTH = 3;

/** The log of a build: in the endpoint's own log line by line, and in CloudWatch Logs in batches. */
export class BuildLog {
  private readonly hidden: string[] = [];
  private readonly secrets: string[] = [];
  private readonly waiting: InputLogEvent[] = [];
  private unfinished = '';
  private client: { readonly logs: CloudWatchLogsClient; readonly stream: LogStream } | undefined;
  private sending: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  /** @param name goes before each line of the endpoint's log */
  constructor(
    private readonly context: ServiceContext,
    private readonly name: string,
  ) {}

  /**
   * Creates the log stream, and the group where it is missing, and sends what is written from now on.
   * @throws Error of CloudWatch Logs
   */
  async open(identity: AwsIdentity, stream: LogStream): Promise<void> {
    const logs = new CloudWatchLogsClient({ ...identity, maxAttempts: 1 });
    await createLogStream(logs, stream);
    this.client = { logs, stream };
  }

  /**
   * From now on each of these lines appears as `***`.
   * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager
   * @param secret whether nobody may see it elsewhere either; most parameters are no secrets
   */
  mask(value: string, { secret }: { readonly secret: boolean }): void {
    const lines = value.split('\n').map((line) => line.trim());
    const long = lines.filter((line) => line.length >= MIN_SECRET_LENGTH);
    for (const texts of secret ? [this.hidden, this.secrets] : [this.hidden]) {
      texts.push(...long);
      texts.sort((one, other) => other.length - one.length);
    }
  }

  /** A text that is shown outside the log. */
  withoutSecrets(text: string): string {
    return without(this.secrets, text);
  }

  /** Adds a line of CodeBuild's own, to CloudWatch Logs only: the endpoint's log would be full of such lines. */
  write(line: string): void {
    const [day, time] = this.context.clock
      .now()
      .toISOString()
      .replaceAll('-', '/')
      .replace('Z', '')
      .split('T');
    this.finishLine();
    for (const part of line.split('\n')) this.keep(this.masked(`[Container] ${day} ${time} ${part}`));
  }

  /**
   * Adds a line of CodeBuild's own, to the endpoint's log too.
   * @param short what the endpoint's log gets @default - the line
   */
  show(line: string, short = line): void {
    this.write(line);
    this.print(this.masked(short));
  }

  /** Adds what a command writes, in pieces that need not be whole lines. */
  output(text: string): void {
    const lines = (this.unfinished + text).split('\n');
    this.unfinished = lines.pop() ?? '';
    for (const line of lines) this.add(line.replace(/\r$/, ''));
  }

  /** Ends a line that has no end yet. */
  finishLine(): void {
    const line = this.unfinished;
    this.unfinished = '';
    if (line) this.add(line);
  }

  /** Sends what is left. */
  async close(): Promise<void> {
    this.finishLine();
    clearTimeout(this.timer);
    this.send();
    await this.sending;
  }

  private add(line: string): void {
    const masked = this.masked(line);
    if (masked === '') return;
    this.print(masked);
    this.keep(masked);
  }

  private masked(line: string): string {
    return without(this.hidden, line);
  }

  private print(masked: string): void {
    this.context.log(`${this.name} │ ${masked}`);
  }

  private keep(masked: string): void {
    if (!this.client) return;
    const timestamp = this.context.clock.now().getTime();
    this.waiting.push({ timestamp, message: masked.slice(0, MAX_LINE_LENGTH) });
    if (this.waiting.length >= MAX_BATCH_LINES) this.send();
    else this.timer ??= setTimeout(() => this.send(), SEND_INTERVAL_MILLISECONDS);
  }

  private send(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { client } = this;
    const logEvents = this.waiting.splice(0);
    if (!client || logEvents.length === 0) return;
    this.sending = this.sending
      .then(() => client.logs.send(new PutLogEventsCommand({ ...client.stream, logEvents })))
      .then(
        () => undefined,
        (error: Error) => this.fail(error),
      );
  }

  /** A build does not fail because of its log; the endpoint's log shows once why there is none. */
  private fail(error: Error): void {
    if (this.context.closing.aborted || !this.client) return;
    this.client = undefined;
    this.context.log(`${this.name}: the log is not written to CloudWatch Logs any more: ${error.message}`);
  }
}

const without = (values: readonly string[], text: string): string =>
  values.reduce((shown, value) => shown.replaceAll(value, '***'), text);
