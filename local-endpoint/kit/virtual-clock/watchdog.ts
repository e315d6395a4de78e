const [CHECK_MILLISECONDS, QUIET_MILLISECONDS] = [5_000, 60_000];

/**
 * While somebody waits for a clock: names everybody who holds it when nothing has happened on it for a minute of real time,
 * once for each such time. It ends nothing: a build may take longer, and has a time-out of its own.
 */
export class Watchdog {
  private waits = 0;
  private timer: NodeJS.Timeout | undefined;
  private since = 0;
  private hasWarned = false;

  /** @param holders who holds the clock */
  constructor(
    private readonly holders: () => string[],
    private readonly warn: (line: string) => void,
  ) {}

  /** Somebody begins to wait. @returns ends the wait, and nothing when it is called again */
  start(): () => void {
    this.happened();
    this.waits++;
    this.timer ??= setInterval(() => this.check(), CHECK_MILLISECONDS).unref();
    let isWaiting = true;
    return () => {
      if (!isWaiting) return;
      isWaiting = false;
      if (--this.waits > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  }

  /** Something has happened. */
  happened(): void {
    this.since = performance.now();
    this.hasWarned = false;
  }

  private check(): void {
    if (this.hasWarned || performance.now() - this.since < QUIET_MILLISECONDS) return;
    this.hasWarned = true;
    const holders = this.holders();
    if (holders.length > 0) this.warn(`Time stands still for a minute because of: ${holders.join('; ')}`);
  }
}
