import colors from 'picocolors';
import {
  type EventHandlers,
  type EventOf,
  handleEvent,
  type PlannedApplication,
  type RehearsalEvent,
  type StepOutcome,
} from './events';
import { describeExpectation } from './expectations';
import { describeInjected } from './faults';
import { Outcomes } from './outcomes';
import { StepFindings } from './step-findings';
import { printableEvent } from './text/printable';
import { cut, wrap } from './text/wrap';

/** As many steps as can show a line for each thing expected on two screens; of more, a step that was met is one line. */
const MAX_DETAILED_STEPS = 4;

/** Columns beside the title of a step: its mark, count and seconds. */
const BESIDE_TITLE = 31;

const MET = colors.green('✓');
const MISSED = colors.red('✗');
const SKIPPED = colors.yellow('–');
const FAULT = colors.yellow('!');

/** Makes the lines that stay on the screen, from the events: what was deployed, each step, and what was not as expected. */
export class ProgressLines {
  private readonly outcomes = new Outcomes();
  private findings = new StepFindings();
  private stacks = 0;

  /** @param columns of the terminal; undefined where lines are neither cut nor wrapped for one */
  constructor(private readonly columns: () => number | undefined) {}

  /** What an event adds; most add nothing. */
  linesOf(original: RehearsalEvent): string[] {
    const event = printableEvent(original);
    this.outcomes.add(event);
    this.findings.add(event);
    return handleEvent(this.handlers, event) ?? [];
  }

  private readonly handlers: EventHandlers<string[]> = {
    'rehearsal-started': ({ notice }) => this.wrapped(notice, 0),
    'set-up-started': () => ['', colors.bold('Set-up')],
    'stack-deployed': () => {
      this.stacks += 1;
      return [];
    },
    'command-finished': ({ command, seconds }) => [this.commandLine(command, seconds)],
    'left-out': ({ reason }) => this.wrapped(`  ${SKIPPED} left out: ${reason}`),
    'application-started': ({ pipelines }) => ['', this.cut(colors.bold(pipelines.join(' and ')))],
    'step-started': ({ title }) => {
      this.findings = new StepFindings();
      return this.detailed ? [this.cut(`  ${title}`)] : [];
    },
    expectation: (event) => (this.detailed ? this.expectationLines(event) : []),
    'step-finished': (event) => this.stepLines(event),
    'fault-injected': (event) => this.wrapped(`    ${FAULT} ${describeInjected(event)}`),
    'fault-unmatched': ({ reason }) => ['', ...this.wrapped(`${MISSED} ${colors.red(reason)}`, 2)],
    'grants-checked': ({ unused }) => this.grantLines(unused),
    'rehearsal-finished': (event) => this.summary(event),
  };

  private get detailed(): boolean {
    return countSteps(this.outcomes.planned) <= MAX_DETAILED_STEPS;
  }

  private commandLine(command: string, seconds: number): string {
    const stacks = this.stacks > 0 && command.startsWith('cdk deploy') ? `, ${this.stacks} stacks` : '';
    return this.row(MET, `${command}${stacks}`, '', `${seconds.toFixed(1)} s`);
  }

  private stepLines(step: StepOutcome): string[] {
    const { title, outcome, note, seconds } = step;
    if (outcome === 'skipped') {
      const skipped = this.wrapped(`  ${SKIPPED} ${title}  ${colors.yellow('skipped')}: ${note}`);
      return step.afterMiss ? [this.cut(skipped[0] ?? '')] : skipped;
    }
    const { met, misses } = this.findings;
    const count = misses.length > 0 ? `${misses.length} not met` : `${met} met`;
    const row = this.row(outcome === 'as expected' ? MET : MISSED, title, count, `${seconds.toFixed(1)} s`);
    if (misses.length === 0) return [row];
    const shown = this.detailed ? [] : misses.flatMap((miss) => this.expectationLines(miss));
    return [row, ...shown, ...this.findings.reasons().flatMap((line) => this.wrapped(line, 8))];
  }

  private expectationLines({ text, met, found }: { text: string; met: boolean; found?: string }): string[] {
    if (met) return this.wrapped(`    ${MET} ${text}`, 6);
    return this.wrapped(`    ${MISSED} ${colors.red(describeExpectation(text, found))}`, 6);
  }

  private grantLines(unused: readonly { readonly actions: readonly string[] }[]): string[] {
    const actions = unused.reduce((sum, grant) => sum + grant.actions.length, 0);
    if (actions === 0) return [];
    const text = `The pipelines’ roles have ${actions} grants that no call of this rehearsal needed; --verbose and --html list them`;
    return ['', ...this.wrapped(text, 0)];
  }

  private summary(event: EventOf<'rehearsal-finished'>): string[] {
    const { met, expectations, seconds } = event;
    const { applications, missed } = this.outcomes;
    const steps = applications.flatMap((each) => each.steps);
    const counts = (['as expected', 'not as expected', 'skipped'] as const)
      .map((outcome) => [steps.filter((step) => step.outcome === outcome).length, outcome] as const)
      .filter(([count]) => count > 0)
      .map(([count, outcome]) => `${count} ${outcome}`);
    const text = `${met} of ${expectations} expectations met in ${seconds.toFixed(1)} s; steps: ${counts.join(', ')}`;
    return [
      '',
      ...this.wrapped((missed.length > 0 ? colors.red : colors.green)(text), 0),
      ...missed.flatMap(({ application, step, text: expectation, found }) =>
        this.wrapped(`  ${MISSED} ${application}, ${step}: ${describeExpectation(expectation, found)}`, 4),
      ),
    ];
  }

  /** A mark, a text that is cut where the terminal is narrow, and two short columns. */
  private row(mark: string, text: string, count: string, seconds: string): string {
    const titles = this.outcomes.planned.flatMap(({ steps }) => steps.map(({ length }) => length));
    const room = Math.max(20, (this.columns() ?? 140) - BESIDE_TITLE);
    const width = Math.min(room, Math.max(60, ...titles));
    return this.cut(
      `  ${mark} ${cut(text, width).padEnd(width)}  ${count.padStart(11)}  ${seconds.padStart(8)}`.trimEnd(),
    );
  }

  private cut(line: string): string {
    return cut(line, this.columns() ?? Number.POSITIVE_INFINITY);
  }

  private wrapped(line: string, indent = 6): string[] {
    return wrap(line, indent, this.columns()).split('\n');
  }
}

const countSteps = (applications: readonly PlannedApplication[]): number =>
  applications.reduce((sum, { steps }) => sum + steps.length, 0);
