/** The asynchronous invocations that Lambda has accepted. */
export interface LambdaState {
  /** In the order in which they were accepted. */
  queue: Invocation[];
  /** Those that failed at every attempt. */
  dropped: number;
  /** The last of them that had no job: an alarm has a person invoke its function again. @default - none */
  lost?: Pick<Invocation, 'action' | 'event'>;
}

/** One attempt to run a function. */
export interface Invocation {
  /** The end of the function's name. */
  readonly action: string;
  readonly event: object;
  /** From 1 on. */
  readonly attempt: number;
  /** Milliseconds since 1970. */
  readonly due: number;
  readonly accepted: number;
  /** Whether its process ends before it makes a call. @default false */
  readonly isDead?: boolean;
  /** Milliseconds by which its clock is ahead of the simulated account's. @default 0 */
  readonly clockError?: number;
}
