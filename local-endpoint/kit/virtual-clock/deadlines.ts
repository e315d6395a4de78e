/** Somebody who sleeps on a clock. */
export interface Deadline {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Whether nobody waits for it: it is of a loop that goes on as long as its clock, or ends a wait that takes too long. */
  readonly background: boolean;
  readonly wake: () => void;
}

/** Who sleeps on a clock until when. */
export class Deadlines {
  /** In the order of their making. */
  private readonly all = new Set<Deadline>();

  add(deadline: Deadline): void {
    this.all.add(deadline);
  }

  delete(deadline: Deadline): void {
    this.all.delete(deadline);
  }

  /** The earliest, and of equal ones the one made first. @returns undefined where all are in the background */
  next(): Deadline | undefined {
    let first: Deadline | undefined;
    let isAwaited = false;
    for (const deadline of this.all) {
      isAwaited ||= !deadline.background;
      if (!first || deadline.time < first.time) first = deadline;
    }
    return isAwaited ? first : undefined;
  }
}
