import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Cases after which memory is measured first, when everything is loaded. */
const FIRST_CASES = 100;

/** What a run has cost. */
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

  get seconds(): number {
    return this.#used() / 1e6;
  }

  #used(): number {
    const { user, system } = process.cpuUsage(this.#begun);
    return user + system;
  }

  /** Lines of text. */
  summary(): string[] {
    const { length } = this.#costs;
    const tenth = Math.floor(length / 10);
    const middle = Math.floor((length - tenth) / 2);
    const curve = [0, middle, length - tenth].map((from) => this.#perState(from, from + tenth));
    const total = `${this.#cases} cases, of which ${length} had a state of their own, in ${this.seconds.toFixed(1)} CPU seconds`;
    if (tenth === 0) return [total];
    return [
      `${total}: ${milliseconds(this.#used() / this.#cases)} a case`,
      `CPU time a state: first 10 % ${curve[0]}, middle 10 % ${curve[1]}, last 10 % ${curve[2]}`,
      ...(this.#firstMemory > 0 ? [this.#memory()] : []),
    ];
  }

  #perState(from: number, to: number): string {
    const used = (this.#costs[to - 1] ?? 0) - (this.#costs[from] ?? 0);
    return milliseconds(used / Math.max(1, to - from - 1));
  }

  #memory(): string {
    const [first, last] = [this.#firstMemory, memory()];
    return `memory after the first ${FIRST_CASES} cases ${megabytes(first)}, at the end ${megabytes(last)}: ${(last / first).toFixed(2)} of it`;
  }
}

const milliseconds = (microseconds: number): string => `${(microseconds / 1000).toFixed(1)} ms`;
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

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
