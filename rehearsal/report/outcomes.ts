import type { PlannedApplication, RehearsalEvent, StepOutcome } from './events';

/** The steps that were played on the pipelines of one application, or skipped. */
export interface ApplicationOutcome {
  /** Names of the pipelines, joined for display. */
  readonly application: string;
  readonly steps: readonly StepOutcome[];
}

/** An expectation that was not met. */
export interface Miss {
  readonly application: string;
  readonly step: string;
  readonly text: string;
  readonly found?: string;
}

/** Collects from events what a summary lists. */
export class Outcomes {
  readonly missed: Miss[] = [];
  planned: readonly PlannedApplication[] = [];
  private readonly steps = new Map<string, StepOutcome[]>();

  add(event: RehearsalEvent): void {
    const { application = '', step = '' } = event;
    if (event.type === 'rehearsal-planned') this.planned = event.applications;
    if (event.type === 'expectation' && !event.met)
      this.missed.push({ application, step, text: event.text, found: event.found });
    if (event.type === 'step-finished')
      this.steps.set(application, [...(this.steps.get(application) ?? []), event]);
  }

  /** In the order in which they were played. */
  get applications(): ApplicationOutcome[] {
    return [...this.steps].map(([application, steps]) => ({ application, steps }));
  }
}
