import {
  type EventHandlers,
  type EventOf,
  handleEvent,
  type RehearsalEvent,
  type StepOutcome,
  type TrafficShare,
} from '../events';
import { StepFindings } from '../step-findings';

/** What a page shows of a rehearsal. */
export interface PageModel {
  config: string;
  notice: string;
  finished?: EventOf<'rehearsal-finished'>;
  /** Why the rehearsal could not go on. */
  failure?: string;
  readonly leftOut: string[];
  /** Why faults that were asked for met no call. */
  readonly unmatchedFaults: string[];
  readonly applications: ApplicationModel[];
  unusedGrants: EventOf<'grants-checked'>['unused'];
}

export interface ApplicationModel {
  readonly name: string;
  /** Releases that began before the first step, such as those that the creation of a pipeline starts. */
  readonly before: Release[];
  readonly steps: StepModel[];
}

export interface StepModel {
  readonly title: string;
  outcome?: StepOutcome;
  readonly expectations: EventOf<'expectation'>[];
  readonly releases: Release[];
  /** Calls that met a fault that was asked for, a line each. */
  faults: readonly string[];
  /** What explains expectations that were not met; empty where all were. */
  reasons: readonly string[];
}

/** A pipeline's execution; times are seconds of the rehearsal's clock. */
export interface Release {
  readonly pipeline: string;
  readonly number: number;
  readonly cause: string;
  readonly start: number;
  /** Of the execution, or of what its deployment still does to the traffic. */
  end: number;
  status: string;
  readonly actions: ReleaseAction[];
  /** Each change while it lasted; the first is what there was at the start, where that is known. */
  traffic: readonly TrafficSample[];
}

export interface ReleaseAction {
  readonly stage: string;
  readonly action: string;
  readonly start: number;
  end?: number;
  status: string;
  message?: string;
}

export interface TrafficSample {
  readonly time: number;
  readonly shares: readonly TrafficShare[];
}

/** Puts the events of a rehearsal into the order of a page: applications, their steps, and the releases of each. */
export class PageBuilder {
  private readonly page: PageModel = {
    ...{ config: '', notice: '', leftOut: [], unmatchedFaults: [], applications: [], unusedGrants: [] },
  };
  private readonly releases = new Map<string, Release>();
  /** By pipeline name. */
  private readonly traffic = new Map<string, TrafficSample[]>();
  private findings = new StepFindings();

  add(event: RehearsalEvent): void {
    this.findings.add(event);
    handleEvent(this.handlers, event);
  }

  private readonly handlers: EventHandlers<void> = {
    'rehearsal-started': ({ config, notice }) => Object.assign(this.page, { config, notice }),
    'left-out': ({ reason }) => void this.page.leftOut.push(reason),
    'application-started': ({ pipelines }) =>
      void this.page.applications.push({ name: pipelines.join(' and '), before: [], steps: [] }),
    'step-started': ({ title }) => {
      this.findings = new StepFindings();
      this.application?.steps.push({ title, expectations: [], releases: [], faults: [], reasons: [] });
    },
    'step-finished': (event) => this.endStep(event),
    expectation: (event) => void this.step?.expectations.push(event),
    'execution-started': (event) => this.startRelease(event),
    'action-changed': (event) => this.changeAction(event),
    'traffic-changed': (event) => this.changeTraffic(event),
    'execution-finished': ({ executionId, time, status }) => {
      const release = this.releases.get(executionId);
      if (release) Object.assign(release, { end: time, status });
    },
    'fault-unmatched': ({ reason }) => void this.page.unmatchedFaults.push(reason),
    'grants-checked': ({ unused }) => {
      this.page.unusedGrants = unused;
    },
    'rehearsal-finished': (event) => {
      this.page.finished = event;
    },
    'rehearsal-failed': ({ message }) => {
      this.page.failure = message;
    },
  };

  build(): PageModel {
    for (const release of this.releases.values())
      release.traffic = trafficWithin(release, this.traffic.get(release.pipeline) ?? []);
    return this.page;
  }

  private get application(): ApplicationModel | undefined {
    return this.page.applications.at(-1);
  }

  private get step(): StepModel | undefined {
    return this.application?.steps.at(-1);
  }

  private endStep(outcome: StepOutcome): void {
    const isPlayed = outcome.outcome !== 'skipped';
    if (!isPlayed)
      this.application?.steps.push({
        title: outcome.title,
        expectations: [],
        releases: [],
        faults: [],
        reasons: [],
      });
    if (!this.step) return;
    this.step.outcome = outcome;
    if (isPlayed) this.step.faults = this.findings.faults;
    if (isPlayed && this.findings.misses.length > 0) this.step.reasons = this.findings.reasons();
  }

  private startRelease(event: EventOf<'execution-started'>): void {
    const { pipeline, number, cause, time, executionId, step } = event;
    const release: Release = {
      ...{ pipeline, number, cause, start: time, end: time, status: 'InProgress', actions: [], traffic: [] },
    };
    this.releases.set(executionId, release);
    (step === undefined ? this.application?.before : this.step?.releases)?.push(release);
  }

  private changeAction({
    executionId,
    stage,
    action,
    status,
    message,
    time,
  }: EventOf<'action-changed'>): void {
    const release = this.releases.get(executionId);
    if (!release) return;
    const known = release.actions.findLast((each) => each.stage === stage && each.action === action);
    const current = known && known.end === undefined ? known : { stage, action, start: time, status };
    if (current !== known) release.actions.push(current);
    Object.assign(current, { status, message });
    if (status !== 'InProgress') current.end = time;
    release.end = Math.max(release.end, time);
  }

  private changeTraffic({ executionId, pipeline, shares, time }: EventOf<'traffic-changed'>): void {
    this.traffic.set(pipeline, [...(this.traffic.get(pipeline) ?? []), { time, shares }]);
    const release = this.releases.get(executionId);
    if (release) release.end = Math.max(release.end, time);
  }
}

/** Traffic belongs to a pipeline, whose releases may overlap. */
function trafficWithin({ start, end }: Release, samples: readonly TrafficSample[]): TrafficSample[] {
  const before = samples.findLast(({ time }) => time <= start);
  const within = samples.filter(({ time }) => time > start && time <= end);
  return before ? [{ ...before, time: start }, ...within] : within;
}
