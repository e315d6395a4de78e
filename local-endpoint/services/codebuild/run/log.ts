import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  type InputLogEvent,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { AwsIdentity } from '../../../kit/aws';
import type { ServiceContext } from '../../../kit/context';

/** Where a log goes in CloudWatch Logs. */
export interface LogPlace {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

const SEND_EVERY_MILLISECONDS = 500;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html */
const LONGEST_BATCH = 1_000;
const LONGEST_LINE = 200_000;

/** A value shorter than this is no secret, and to mask it would make the log unreadable. */
const SHORTEST_SECRET = 3;

/** What a build writes: to the person who watches, line by line, and to CloudWatch Logs in batches. */
export class BuildLog {
  private readonly hidden: string[] = [];
  private readonly secrets: string[] = [];
  private readonly waiting: InputLogEvent[] = [];
  private unfinished = '';
  private client: { readonly logs: CloudWatchLogsClient; readonly place: LogPlace } | undefined;
  private sending: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;

  /** @param name what the person sees before each line */
  constructor(
    private readonly context: ServiceContext,
    private readonly name: string,
  ) {}

  /**
   * Makes the log stream, and the group where it is missing, and sends what is written from now on.
   * @throws what CloudWatch Logs refuses the role
   */
  async open(identity: AwsIdentity, place: LogPlace): Promise<void> {
    const logs = new CloudWatchLogsClient({ ...identity, maxAttempts: 1 });
    await createStream(logs, place);
    this.client = { logs, place };
  }

  /**
   * From now on each of these lines appears as `***`.
   * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager
   * @param secret whether nobody may see it elsewhere either; most parameters are no secrets
   */
  mask(value: string, { secret }: { readonly secret: boolean }): void {
    const lines = value.split('\n').map((line) => line.trim());
    const long = lines.filter((line) => line.length >= SHORTEST_SECRET);
    for (const texts of secret ? [this.hidden, this.secrets] : [this.hidden]) {
      texts.push(...long);
      texts.sort((one, other) => other.length - one.length);
    }
  }

  /** What may be shown of a text beside the log. */
  withoutSecrets(text: string): string {
    return without(this.secrets, text);
  }

  /** A line of CodeBuild's own. The log has it; a person who watches would see nothing else for such lines. */
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
   * A line of CodeBuild's own that a person who watches is to see too.
   * @param words what the person sees @default - the line
   */
  tell(line: string, words = line): void {
    this.write(line);
    this.show(this.masked(words));
  }

  /** What a command writes, in pieces that need not be whole lines. */
  output(text: string): void {
    const lines = (this.unfinished + text).split('\n');
    this.unfinished = lines.pop() ?? '';
    for (const line of lines) this.add(line.replace(/\r$/, ''));
  }

  /** Writes a last line that has no end yet. */
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
    this.show(masked);
    this.keep(masked);
  }

  private masked(line: string): string {
    return without(this.hidden, line);
  }

  private show(masked: string): void {
    this.context.log(`${this.name} │ ${masked}`);
  }

  private keep(masked: string): void {
    if (!this.client) return;
    // The machine's time, because moto refuses events that are two hours ahead of it, and a hurried clock soon is.
    this.waiting.push({ timestamp: Date.now(), message: masked.slice(0, LONGEST_LINE) });
    if (this.waiting.length >= LONGEST_BATCH) this.send();
    else this.timer ??= setTimeout(() => this.send(), SEND_EVERY_MILLISECONDS);
  }

  private send(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { client } = this;
    const logEvents = this.waiting.splice(0);
    if (!client || logEvents.length === 0) return;
    this.sending = this.sending
      .then(() => client.logs.send(new PutLogEventsCommand({ ...client.place, logEvents })))
      .then(
        () => undefined,
        (error: Error) => this.tellOnce(error),
      );
  }

  /** A build does not fail for its log, but the person learns why there is none. */
  private tellOnce(error: Error): void {
    if (this.context.closing.aborted || !this.client) return;
    this.client = undefined;
    this.context.log(`${this.name}: the log is not written to CloudWatch Logs any more: ${error.message}`);
  }
}

const without = (values: readonly string[], text: string): string =>
  values.reduce((shown, value) => shown.replaceAll(value, '***'), text);

async function createStream(logs: CloudWatchLogsClient, place: LogPlace): Promise<void> {
  try {
    await logs.send(new CreateLogStreamCommand(place));
  } catch (error) {
    if ((error as Error).name !== 'ResourceNotFoundException') throw error;
    await logs.send(new CreateLogGroupCommand({ logGroupName: place.logGroupName }));
    await logs.send(new CreateLogStreamCommand(place));
  }
}
