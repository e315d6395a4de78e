import { stripVTControlCharacters } from 'node:util';
import type { RehearsalEvent } from '../../../rehearsal/report/events';
import { LiveRenderer } from '../../../rehearsal/report/live';
import { LiveRegion } from '../../../rehearsal/report/live-region';
import { ProgressLines } from '../../../rehearsal/report/progress-lines';
import { playRehearsal, STEPS } from './support/rehearsal-events';
import { Screen } from './support/screen';

/** The lines that stay on a terminal. */
function keptLines(events: readonly RehearsalEvent[], columns: number): string {
  const lines = new ProgressLines(() => columns);
  return stripVTControlCharacters(events.flatMap((event) => lines.linesOf(event)).join('\n'));
}

/** Plays a rehearsal on a screen; returns what was on it after each event, too. */
function played(columns: number, rows?: number) {
  const screen = new Screen(columns);
  const during: string[] = [];
  const renderer = new LiveRenderer(screen.stream(rows), () => 90);
  const events = playRehearsal([renderer, { render: () => void during.push(screen.text) }]);
  return { screen, during, events };
}

test('leaves on the terminal what is worth keeping, a clean line and a cursor', () => {
  const { screen, events } = played(100);
  expect(screen.text).toBe(keptLines(events, 100));
  expect(screen.lines.at(-1)).toBe('');
  expect(screen.cursorShown).toBe(true);
});

test('shows stage, action and clock of each pipeline of the step, in place', () => {
  const { during } = played(100);
  const deploying = during.find((text) => text.includes('Deploy / Deploy  InProgress')) ?? '';
  expect(deploying.split('\n').slice(-3)).toEqual([
    `  … ${STEPS.met}  0 met`,
    '      1:30  shop-web-stg  at rest',
    '      1:30  shop-web-prd  #1  Deploy / Deploy  InProgress',
  ]);
  for (const text of during) expect(text.match(/shop-web-prd {2}#/g)?.length ?? 0).toBeLessThanOrEqual(1);
});

test('shows what was checked last while a step is played', () => {
  const { during } = played(100);
  expect(during.find((text) => text.endsWith('✓ it is on record'))).toContain('2 met');
});

test.each([20, 40, 60])(
  'cuts the lines in place on a terminal of %d columns, where nothing is left of them',
  (columns) => {
    const { screen, events, during } = played(columns);
    expect(screen.text.replace(/\s+/g, '')).toBe(keptLines(events, columns).replace(/\s+/g, ''));
    for (const text of during) expect(text.match(/…/g)?.length ?? 0).toBeLessThan(30);
    expect(screen.widest).toBeLessThanOrEqual(columns);
  },
);

test('draws no more lines in place than the terminal has', () => {
  const screen = new Screen(80);
  const region = new LiveRegion(screen.stream(3));
  region.show(['first', 'second', 'third', 'fourth']);
  expect(screen.text).toBe('first\nsecond');
  region.print(['kept']);
  region.show([]);
  expect(screen.text).toBe('kept');
  region.close();
});

test('the cursor is back also where the process ends at once', () => {
  const before = process.listeners('exit');
  const screen = new Screen(80);
  const region = new LiveRegion(screen.stream());
  region.show(['working']);
  expect(screen.cursorShown).toBe(false);
  const [restore] = process.listeners('exit').filter((listener) => !before.includes(listener));
  restore?.(130);
  expect(screen.cursorShown).toBe(true);
  region.close();
  expect(process.listeners('exit')).toEqual(before);
});
