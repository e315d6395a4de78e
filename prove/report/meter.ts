import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Cases after which memory is measured first, when everything is loaded. */
const FIRST_CASES = 100;

/** What one process has cost. */
export interface Cost {
  readonly cases: number;
  /** Cases whose state was not known from another one. */
  readonly states: number;
  /** CPU seconds. */
  readonly seconds: number;
  /** CPU microseconds a state: of the first tenth of them, of one in the middle, and of the last. @default - there were too few */
  readonly curve?: readonly number[];
  /** Bytes after the first hundred cases, and now. @default - there were too few */
  readonly memory?: readonly [first: number, last: number];
}

/** Measures what a process costs. */
export class Meter {
  readonly #begun = process.cpuUsage();
  /** CPU microseconds since the beginning, after each case that was played. */
  readonly #costs: number[] = [];
  #cases = 0;
  #firstMemory = 0;

  /** @param isPlayed whether its state was not known from another case */
  readonly count = (isPlayed: boolean): void => {
    this.#cases += 1;
    if (isPlayed) this.#costs.push(this.#used());
    if (this.#cases === FIRST_CASES) this.#firstMemory = memory();
  };

  get cases(): number {
    return this.#cases;
  }

  cost(): Cost {
    const { length } = this.#costs;
    const tenth = Math.floor(length / 10);
    const middle = Math.floor((length - tenth) / 2);
    return {
      ...{ cases: this.#cases, states: length, seconds: this.#used() / 1e6 },
      ...(tenth > 1 && {
        curve: [0, middle, length - tenth].map((from) => this.#perState(from, from + tenth)),
      }),
      ...(this.#firstMemory > 0 && { memory: [this.#firstMemory, memory()] as const }),
    };
  }

  #used(): number {
    const { user, system } = process.cpuUsage(this.#begun);
    return user + system;
  }

  #perState(from: number, to: number): number {
    const used = (this.#costs[to - 1] ?? 0) - (this.#costs[from] ?? 0);
    return used / Math.max(1, to - from - 1);
  }
}

/** Bytes of what is still referred to. */
function memory(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
