import colors from 'picocolors';
import type { EventOf, ExecutionOrigin, RehearsalEvent, StepOutcome } from './events';
import { describeTried } from '../grants/describe-tried';
import { describeExpectation } from './expectations';
import { describeInjected } from './faults';
import { Outcomes } from './outcomes';
import type { Renderer } from './report';
import { clockText, OUTCOME_COLORS, statusText } from './text/status';
import { wrap } from './text/wrap';

/** Writes every event, a line or more each: `--verbose`. */
export class VerboseRenderer implements Renderer {
  private readonly outcomes = new Outcomes();
  private watchedFrom = 0;
  private width = 0;

  constructor(private readonly out: NodeJS.WritableStream) {}

  render(event: RehearsalEvent): void {
    this.outcomes.add(event);
    switch (event.type) {
      case 'rehearsal-started':
        return this.line(event.notice);
      case 'set-up-started':
        return this.heading('Set-up: the real cdk against the local endpoint');
      case 'command-started':
        return this.line(`  ${event.command} …`);
      case 'command-finished':
        return this.line(`  ${event.command} took ${event.seconds.toFixed(1)} s`);
      case 'stack-deployed':
        return this.line(`    ${event.stack}`);
      case 'left-out':
        return this.line(`\n  left out: ${event.reason}`);
      case 'application-started':
        if (this.outcomes.planned.length > 1) this.heading(`─── ${event.pipelines.join(' and ')}`);
        return;
      case 'pipelines-watched':
        this.watchedFrom = event.time;
        this.width = Math.max(...event.pipelines.map((name) => name.length));
        return;
      case 'step-started':
        return this.heading(event.title);
      case 'step-finished':
        if (event.outcome === 'skipped' && !event.afterMiss)
          this.heading(`${event.title} ${colors.yellow('skipped')}: ${event.note}`);
        return;
      case 'activity':
        return this.line(`  ${event.text}`);
      case 'execution-started':
        return this.change(event, 'started', event.cause);
      case 'action-changed':
        return this.change(
          event,
          `${event.stage} / ${event.action}`,
          [statusText(event.status), event.message].filter(Boolean).join('  '),
        );
      case 'deployment-progressed':
        return this.change(
          event,
          `  ${event.subject}`,
          [event.text, event.status && statusText(event.status)].filter(Boolean).join(' '),
        );
      case 'execution-finished':
        return this.change(event, 'execution', statusText(event.status));
      case 'log':
        return this.line(`  · ${event.text}`);
      case 'build-log':
        return this.line(`  · ${event.build} │ ${event.text}`);
      case 'build-finished':
        return this.line(`  · codebuild: build ${event.buildId} ${event.status}`);
      case 'expectation':
        return this.verdict(event.met, describeExpectation(event.text, event.found));
      case 'fault-injected':
        return this.line(`  ${colors.yellow('!')} ${describeInjected(event)}`);
      case 'fault-unmatched':
        return this.line(`\n  ${colors.red('✗')} ${colors.red(event.reason)}`);
      case 'grants-checked':
        return this.grants(event);
      case 'rehearsal-finished':
        return this.summary(event);
      case 'grant-tried':
        return this.line(`  ${colors.yellow('-')} ${describeTried(event)}`);
      case 'traffic-changed': // the deployment's own events have it
      case 'rehearsal-planned':
      case 'rehearsal-failed': // whoever started the rehearsal prints its error
        return;
    }
  }

  private change(origin: ExecutionOrigin & { readonly time: number }, subject: string, text: string): void {
    const elapsed = clockText(origin.time - this.watchedFrom);
    const about = `  ${elapsed}  ${origin.pipeline.padEnd(this.width)} #${origin.number}  ${subject.padEnd(24)} `;
    this.line(`${about}${text}`, about.length);
  }

  private verdict(met: boolean, text: string): void {
    this.line(met ? `  ${colors.green('✓')} ${text}` : `  ${colors.red('✗')} ${colors.red(text)}`);
  }

  private grants({ unused }: EventOf<'grants-checked'>): void {
    this.heading('Grants of the pipelines’ roles');
    if (unused.length === 0) this.line('  each was needed by a call of this rehearsal');
    for (const { role, statement, actions, whole } of unused) {
      const where = whole ? `statement ${statement}` : `in statement ${statement}`;
      this.line(`  ${role}: ${where} never needed ${actions.join(', ')}`);
    }
  }

  private summary({ met, expectations, seconds }: EventOf<'rehearsal-finished'>): void {
    const { applications, missed } = this.outcomes;
    const all = applications.flatMap(({ steps }) => steps);
    const several = applications.length > 1;
    const width = Math.max(...all.map(({ title }) => title.length));
    this.heading('Summary');
    for (const { application, steps } of applications) {
      if (several) this.line(`  ${application}`);
      for (const step of steps) this.line(stepLine(step, width, several ? '    ' : '  '));
    }
    this.line(`\n  ${met} of ${expectations} expectations met in ${seconds.toFixed(1)} s`);
    for (const { step, text, found } of missed)
      this.line(colors.red(`  not met in "${step}": ${describeExpectation(text, found)}`));
  }

  private heading(text: string): void {
    this.out.write(`\n${colors.bold(text)}\n`);
  }

  private line(text: string, indent?: number): void {
    this.out.write(`${wrap(text, indent)}\n`);
  }
}

function stepLine({ title, outcome, note, seconds }: StepOutcome, width: number, indent: string): string {
  const detail = outcome === 'skipped' ? `(${note})` : `${seconds.toFixed(1)} s`;
  return `${indent}${title.padEnd(width)}  ${OUTCOME_COLORS[outcome](outcome)}  ${detail}`;
}
