/** What an invocation without a worker gets: leave to start one, or one that another invocation has done with. */
export type Turn<Item> =
  | { readonly given: Item }
  | {
      /** To be called, once or more, when what was started no longer counts as starting. */
      readonly started: () => void;
    };

/**
 * Lets so many starts go on at once; who comes later waits, in order of arrival. A hundred processes that load their
 * code at the same time would take the memory of a hundred, for work that two of them do as fast.
 */
export class StartQueue<Item> {
  private starting = 0;
  private readonly waiting: { readonly key: string; readonly go: (turn: Turn<Item>) => void }[] = [];

  constructor(private readonly limit: number) {}

  /** @param key what the waiting one can be given instead of its turn */
  turn(key: string): Promise<Turn<Item>> {
    return new Promise((go) => {
      this.waiting.push({ key, go });
      this.next();
    });
  }

  /** @returns whether one was waiting for an item of that key, and has it now */
  give(key: string, given: Item): boolean {
    const index = this.waiting.findIndex((one) => one.key === key);
    if (index < 0) return false;
    this.waiting.splice(index, 1)[0]?.go({ given });
    return true;
  }

  private next(): void {
    if (this.starting >= this.limit) return;
    const first = this.waiting.shift();
    if (!first) return;
    this.starting++;
    let over = false;
    const started = () => {
      if (over) return;
      over = true;
      this.starting--;
      this.next();
    };
    first.go({ started });
  }
}
