import type { Report } from './report';

/** One thing a rehearsal expects of the deployed pipelines. */
export interface Expectation {
  readonly step: string;
  readonly text: string;
  readonly met: boolean;
}

/** Collects expectations and whether they were met; a rehearsal continues after a miss, so that one run shows all. */
export class Expectations {
  readonly all: Expectation[] = [];
  private step = '';

  constructor(private readonly report: Pick<Report, 'emit'>) {}

  /** Later expectations belong to this step. */
  begin(step: string): void {
    this.step = step;
    this.report.emit({ type: 'step-started', title: step });
  }

  /**
   * Records one expectation.
   * @param text a sentence
   * @param found what was found instead, shown where it was not met
   * @returns whether it was met
   */
  that(text: string, met: boolean, found?: string): boolean {
    const miss = met ? undefined : found;
    this.all.push({ step: this.step, text: describeExpectation(text, miss), met });
    this.report.emit({ type: 'expectation', text, met, ...(miss === undefined ? {} : { found: miss }) });
    return met;
  }

  /** Expects two values to be equal. */
  equal(text: string, actual: string | undefined, expected: string | undefined): void {
    this.that(text, actual === expected, `${actual ?? 'nothing'} instead of ${expected ?? 'nothing'}`);
  }

  /** Those that were not met. */
  get missed(): Expectation[] {
    return this.all.filter((expectation) => !expectation.met);
  }
}

/** An expectation in one sentence, with what was found instead. */
export const describeExpectation = (text: string, found: string | undefined): string =>
  found === undefined ? text : `${text}, but found: ${found}`;
