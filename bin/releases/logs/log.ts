/** A line of a log. */
export interface LogLine {
  /** @default - not known */
  readonly time?: Date;
  readonly text: string;
}

/** Reads what has come to a log since it was read last; at first all that there is. */
export type LogReader = () => Promise<readonly LogLine[]>;

/** What is read of an action of one execution. */
export interface LoggedAction {
  /** Of this run of the action. */
  readonly id: string;
  readonly executionId: string;
  readonly stage: string;
  readonly action: string;
  readonly status: string;
  readonly provider: string;
  readonly configuration: Readonly<Record<string, string>>;
  /** The id of its build, deployment or the like. @default - it has none, or none yet */
  readonly externalId?: string;
  /** @default - not known */
  readonly started?: Date;
  /** @default - it has not ended */
  readonly ended?: Date;
  /** What it says of its result. @default - nothing */
  readonly summary?: string;
}
