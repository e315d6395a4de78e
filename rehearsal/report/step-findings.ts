import colors from 'picocolors';
import type { EventOf, RehearsalEvent } from './events';

/** Last lines of a build's log that are shown, as many as the endpoint shows of a failed build. */
const MAX_LOG_LINES = 10;

/** Collects, while a step is played, what explains an expectation that is not met. */
export class StepFindings {
  met = 0;
  readonly misses: EventOf<'expectation'>[] = [];
  private readonly failedActions: EventOf<'action-changed'>[] = [];
  private readonly builds = new Map<string, { lines: string[]; status?: string }>();

  add(event: RehearsalEvent): void {
    if (event.type === 'expectation') {
      if (event.met) this.met += 1;
      else this.misses.push(event);
    }
    if (event.type === 'action-changed' && event.status === 'Failed') this.failedActions.push(event);
    if (event.type === 'build-log') this.build(event.build).lines.push(event.text);
    if (event.type === 'build-finished') this.build(event.build).status = event.status;
  }

  /** The messages of failed actions, and the last lines of the logs of builds that did not succeed. */
  reasons(): string[] {
    const lines = this.failedActions.map(
      ({ pipeline, number, stage, action, message }) =>
        `      ${pipeline} #${number}  ${stage} / ${action}  ${colors.red('Failed')}  ${message ?? ''}`,
    );
    for (const [build, { lines: log, status }] of this.builds) {
      if (status === 'SUCCEEDED') continue;
      lines.push(`      ${build} (${status ?? 'not ended'}), the last lines of its log:`);
      lines.push(...log.slice(-MAX_LOG_LINES).map((line) => colors.dim(`        │ ${line}`)));
    }
    return lines;
  }

  private build(name: string): { lines: string[]; status?: string } {
    const known = this.builds.get(name);
    if (known && known.status === undefined) return known;
    const fresh = { lines: [] }; // the project's next build
    this.builds.set(name, fresh);
    return fresh;
  }
}
