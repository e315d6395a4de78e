import { stripVTControlCharacters } from 'node:util';
import type { RehearsalEventBody } from '../../../rehearsal/report/events';
import { StepFindings } from '../../../rehearsal/report/step-findings';

const origin = { time: 0, application: 'shop-web-stg', step: 'Release 1: a push' };

const log = (text: string): RehearsalEventBody => ({ type: 'build-log', build: 'shop-web-stg-build', text });

const finished = (status: string): RehearsalEventBody => ({
  type: 'build-finished',
  build: 'shop-web-stg-build',
  buildId: 'shop-web-stg-build:1',
  status,
});

function reasonsOf(...events: RehearsalEventBody[]): string[] {
  const findings = new StepFindings();
  for (const event of events) findings.add({ ...origin, ...event });
  return findings.reasons().map((line) => stripVTControlCharacters(line).trim());
}

test('keeps the log of a build that failed when its project builds again', () => {
  const events = [log('no space left'), finished('FAILED'), log('built'), finished('SUCCEEDED')];
  expect(reasonsOf(...events)).toEqual([
    'shop-web-stg-build (FAILED), the last lines of its log:',
    '│ no space left',
  ]);
});

test('shows nothing of builds that succeeded, and what there is of one that has not ended', () => {
  const events = [log('built'), finished('SUCCEEDED'), log('begun')];
  expect(reasonsOf(...events)).toEqual([
    'shop-web-stg-build (not ended), the last lines of its log:',
    '│ begun',
  ]);
});
