/** Something that is checked whenever it may have changed. */
export interface Check {
  /** Checks it; resolves to whether it need not be checked again, and never rejects. */
  readonly make: () => Promise<boolean>;
  /** What is waited for. @default - nothing: it is only observed */
  readonly what?: string;
  /** Ends the wait. */
  readonly fail: (error: Error) => void;
}

/** Everything that is checked whenever it may have changed. */
export class Checks {
  private readonly all = new Set<Check>();
  private due = false;

  add(check: Check): void {
    this.all.add(check);
    this.due = true;
  }

  delete(check: Check): void {
    this.all.delete(check);
  }

  /** Something has happened that they may wait for. */
  changed(): void {
    this.due = this.all.size > 0;
  }

  /** Whether something has happened since they were made. */
  get isDue(): boolean {
    return this.due;
  }

  /**
   * Makes each, one after the other, in the order in which they were added, until one is done: whoever waited for it goes
   * on before any other is made, and may do what others wait for.
   */
  async make(): Promise<void> {
    this.due = false;
    for (const check of [...this.all]) {
      if (!this.all.has(check) || !(await check.make())) continue;
      this.all.delete(check);
      return this.changed();
    }
  }

  /** What is waited for. */
  get awaited(): string[] {
    return [...this.all].flatMap(({ what }) => (what === undefined ? [] : [what]));
  }

  /** Ends every wait. */
  fail(error: Error): void {
    for (const check of [...this.all]) if (check.what !== undefined) check.fail(error);
  }
}
