import colors from 'picocolors';
import type { EventOf, RehearsalEvent } from './events';
import { describeInjected } from './faults';

/** Last lines of a build's log that are shown, as many as the endpoint shows of a failed build. */
const MAX_LOG_LINES = 10;

interface PlayedBuild {
  readonly project: string;
  readonly lines: string[];
  /** @default - it has not ended */
  status?: string;
}

/** Collects, while a step is played, what explains an expectation that is not met. */
export class StepFindings {
  met = 0;
  readonly misses: EventOf<'expectation'>[] = [];
  /** Calls that met a fault that was asked for, a line each. */
  readonly faults: string[] = [];
  private readonly failedActions: EventOf<'action-changed'>[] = [];
  /** In the order of their beginning; a project may build several times in a step. */
  private readonly builds: PlayedBuild[] = [];

  add(event: RehearsalEvent): void {
    if (event.type === 'expectation') {
      if (event.met) this.met += 1;
      else this.misses.push(event);
    }
    if (event.type === 'action-changed' && event.status === 'Failed') this.failedActions.push(event);
    if (event.type === 'fault-injected') this.faults.push(describeInjected(event));
    if (event.type === 'build-log') this.build(event.build).lines.push(event.text);
    if (event.type === 'build-finished') this.build(event.build).status = event.status;
  }

  /** The messages of failed actions, and the last lines of the logs of builds that did not succeed. */
  reasons(): string[] {
    const lines = this.failedActions.map(
      ({ pipeline, number, stage, action, message }) =>
        `      ${pipeline} #${number}  ${stage} / ${action}  ${colors.red('Failed')}  ${message ?? ''}`,
    );
    for (const { project, lines: log, status } of this.builds) {
      if (status === 'SUCCEEDED') continue;
      lines.push(`      ${project} (${status ?? 'not ended'}), the last lines of its log:`);
      lines.push(...log.slice(-MAX_LOG_LINES).map((line) => colors.dim(`        │ ${line}`)));
    }
    return lines;
  }

  /** The build of a project that has not ended, or its next one. */
  private build(project: string): PlayedBuild {
    const known = this.builds.find((build) => build.project === project && build.status === undefined);
    if (known) return known;
    const fresh: PlayedBuild = { project, lines: [] };
    this.builds.push(fresh);
    return fresh;
  }
}
