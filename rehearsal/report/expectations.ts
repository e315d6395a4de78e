import type { Terminal } from './terminal';

/** One thing a rehearsal expects of the deployed pipelines. */
export interface Expectation {
  readonly step: string;
  readonly text: string;
  readonly met: boolean;
}

/** Collects what was expected and whether it came true; a rehearsal goes on after a miss, so that one run shows all. */
export class Expectations {
  readonly all: Expectation[] = [];
  private step = '';

  constructor(private readonly terminal: Terminal) {}

  /** What follows belongs to this step. */
  begin(step: string): void {
    this.step = step;
    this.terminal.heading(step);
  }

  /**
   * Notes one expectation.
   * @param text what must be so, as a sentence
   * @param found what was found instead, shown where it is not so
   * @returns whether it is so
   */
  that(text: string, met: boolean, found?: string): boolean {
    const shown = met || found === undefined ? text : `${text}, but found: ${found}`;
    this.all.push({ step: this.step, text: shown, met });
    this.terminal.verdict(met, shown);
    return met;
  }

  /** Notes that two things are the same. */
  equal(text: string, actual: string | undefined, expected: string | undefined): void {
    this.that(text, actual === expected, `${actual ?? 'nothing'} instead of ${expected ?? 'nothing'}`);
  }

  /** Those that did not come true. */
  get missed(): Expectation[] {
    return this.all.filter((expectation) => !expectation.met);
  }
}
