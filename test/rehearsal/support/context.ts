import { stripVTControlCharacters } from 'node:util';
import { virtualClock } from '@pipeline-factory/local-endpoint';
import type { RehearsalContext } from '../../../rehearsal/context';
import { Expectations } from '../../../rehearsal/report/expectations';
import { Report } from '../../../rehearsal/report/report';
import { terminalOf } from '../../../rehearsal/report/terminal';
import { VerboseRenderer } from '../../../rehearsal/report/verbose';
import { textStream } from '../../bin/support/text-stream';

/** A rehearsal's context without an endpoint, and what the rehearsal prints, without colours: a CI server asks for them. */
export function testContext(): {
  context: RehearsalContext;
  interruption: AbortController;
  text: () => string;
} {
  const out = textStream();
  const report = new Report([new VerboseRenderer(out.stream)]);
  const interruption = new AbortController();
  const context: RehearsalContext = {
    clock: virtualClock({ driver: 'the test' }),
    closing: interruption.signal,
    report,
    terminal: terminalOf(report),
    expect: new Expectations(report),
    applicationsFolder: '/nowhere',
    endpoint: 'http://127.0.0.1:1',
    folder: '/nowhere',
  };
  return { context, interruption, text: () => stripVTControlCharacters(out.text()) };
}
