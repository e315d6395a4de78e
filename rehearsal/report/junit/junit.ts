import { stripVTControlCharacters } from 'node:util';
import { type EventHandlers, type EventOf, handleEvent, type RehearsalEvent } from '../events';
import type { Renderer } from '../report';
import { StepFindings } from '../step-findings';
import { type XmlElement, xmlDocument } from './xml';

/** Something that was expected, or a step without expectations. */
interface TestCase {
  readonly suite: string;
  readonly step: string;
  readonly name: string;
  /** Real time. */
  readonly seconds: number;
  readonly result?: 'failure' | 'error' | 'skipped';
  readonly message?: string;
  /** What CI servers show below the message. */
  details: string;
}

/**
 * Makes JUnit's XML: a test suite for each application and a test case for each expectation, or for a step that has none.
 * There is no standard; this has what GitHub's actions, Jenkins (https://plugins.jenkins.io/junit/) and GitLab
 * (https://docs.gitlab.com/ci/testing/unit_test_reports/) read. GitLab shows the text of a failure and not its message, and
 * drops a test case whose class and name another one has.
 */
export class JUnitRenderer implements Renderer {
  private readonly cases: TestCase[] = [];
  private findings = new StepFindings();
  private stepBegun = 0;
  private last: number;
  private config = '';

  /**
   * @param write takes the document
   * @param now milliseconds of real time
   */
  constructor(
    private readonly write: (xml: string) => void,
    private readonly now: () => number = Date.now,
  ) {
    this.last = now();
  }

  render(event: RehearsalEvent): void {
    this.findings.add(event);
    handleEvent(this.handlers, event);
  }

  close(): void {
    this.write(xmlDocument(this.document()));
  }

  private readonly handlers: EventHandlers<void> = {
    'rehearsal-started': ({ config }) => {
      this.config = config;
    },
    'left-out': ({ reason }) =>
      this.add({ suite: LEFT_OUT, step: LEFT_OUT, name: reason, result: 'skipped', message: reason }),
    'command-finished': ({ command, seconds }) =>
      this.add({ suite: SET_UP, step: SET_UP, name: command, seconds }),
    'step-started': () => {
      this.findings = new StepFindings();
      this.stepBegun = this.cases.length;
      this.last = this.now();
    },
    expectation: (event) => this.addExpectation(event),
    'step-finished': (event) => this.endStep(event),
    'fault-unmatched': ({ rule, reason }) =>
      this.add({ suite: FAULTS, step: FAULTS, name: rule, result: 'failure', message: reason }),
    'rehearsal-failed': ({ application = SET_UP, step = application, message }) =>
      this.add({
        suite: application,
        step,
        name: 'the rehearsal goes on to its end',
        result: 'error',
        message,
      }),
  };

  private addExpectation({ application = '', step = '', text, met, found }: EventOf<'expectation'>): void {
    const seconds = (this.now() - this.last) / 1_000;
    this.last = this.now();
    const common = { suite: application, step, name: text, seconds };
    if (met) this.add(common);
    else
      this.add({
        ...common,
        result: 'failure',
        message: found === undefined ? 'it is not so' : `found: ${found}`,
      });
  }

  private endStep({ application = '', title, outcome, note = '', seconds }: EventOf<'step-finished'>): void {
    const common = { suite: application, step: title, name: title };
    if (outcome === 'skipped') return this.add({ ...common, result: 'skipped', message: note });
    const own = this.cases.slice(this.stepBegun);
    if (own.length === 0) return this.add({ ...common, seconds });
    const faults = this.findings.faults.map((fault) => `      ${fault}`);
    const reasons = stripVTControlCharacters([...faults, ...this.findings.reasons()].join('\n'));
    for (const each of own) if (each.result && reasons !== '') each.details += `\n\n${reasons}`;
  }

  private add(each: Omit<TestCase, 'details' | 'seconds'> & { readonly seconds?: number }): void {
    const { suite, step, name, message = '' } = each;
    const same = (wanted: string) =>
      this.cases.some((other) => other.suite === suite && other.step === step && other.name === wanted);
    let unique = name;
    for (let count = 2; same(unique); count += 1) unique = `${name} (${count})`;
    this.cases.push({ seconds: 0, ...each, name: unique, details: message });
  }

  private document(): XmlElement {
    const suites = [...new Set(this.cases.map(({ suite }) => suite))];
    return {
      name: 'testsuites',
      attributes: { name: `rehearsal of ${this.config}`, ...counts(this.cases) },
      content: suites.map((name) => {
        const cases = this.cases.filter(({ suite }) => suite === name);
        return { name: 'testsuite', attributes: { name, ...counts(cases) }, content: cases.map(caseElement) };
      }),
    };
  }
}

const SET_UP = 'set-up';
const LEFT_OUT = 'left out';
const FAULTS = 'faults';

const counts = (cases: readonly TestCase[]) => ({
  tests: cases.length,
  failures: cases.filter(({ result }) => result === 'failure').length,
  errors: cases.filter(({ result }) => result === 'error').length,
  skipped: cases.filter(({ result }) => result === 'skipped').length,
  time: secondsText(cases.reduce((sum, { seconds }) => sum + seconds, 0)),
});

function caseElement({ suite, step, name, seconds, result, message, details }: TestCase): XmlElement {
  const attributes = { classname: className(suite, step), name, time: secondsText(seconds) };
  if (!result) return { name: 'testcase', attributes };
  if (result === 'skipped')
    return { name: 'testcase', attributes, content: [{ name: result, attributes: { message } }] };
  const type = result === 'failure' ? 'expectation' : 'interruption';
  return {
    name: 'testcase',
    attributes,
    content: [{ name: result, attributes: { type, message }, content: details }],
  };
}

/** Jenkins takes what is before the last dot for a package. */
const className = (suite: string, step: string): string =>
  suite === step ? suite : `${suite}.${step.replaceAll('.', ' ')}`;

const secondsText = (seconds: number): string => seconds.toFixed(3);
