import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JsonRenderer } from '../../../rehearsal/report/json';
import { Report } from '../../../rehearsal/report/report';
import { textStream } from '../../bin/support/text-stream';
import { playRehearsal } from './support/rehearsal-events';

const ROOT = join(__dirname, '../../..');

test('writes each event as one line that has all of it', () => {
  const out = textStream();
  const events = playRehearsal([new JsonRenderer(out.stream)]);
  const lines = out.text().trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
    events.map((event) => JSON.parse(JSON.stringify(event)) as unknown),
  );
});

test('an event names the application and step that are played, and the clock’s time', () => {
  const events = playRehearsal([]);
  expect(events.find(({ type }) => type === 'activity')).toMatchObject({
    ...{ time: 300, application: 'shop-web-stg and shop-web-prd', step: 'Release 1: a push of web.zip' },
  });
  expect(events.find(({ type }) => type === 'set-up-started')?.application).toBeUndefined();
});

test('rounds seconds to the millisecond', () => {
  const out = textStream();
  new Report([new JsonRenderer(out.stream)]).emit({
    ...{ type: 'rehearsal-finished', expectations: 1, met: 1, seconds: 217.54799999999997 },
  });
  expect(out.text()).toBe(
    '{"time":0,"type":"rehearsal-finished","expectations":1,"met":1,"seconds":217.548}\n',
  );
});

test('the guide has a row for each type of event, and for no other', () => {
  const source = ['events.ts', 'grant-events.ts']
    .map((file) => readFileSync(join(ROOT, 'rehearsal/report', file), 'utf8'))
    .join('\n');
  const guide = readFileSync(join(ROOT, 'docs/guides/rehearsal-output.md'), 'utf8');
  const types = [...source.matchAll(/readonly type: '([a-z-]+)'/g)].map(([, type]) => type);
  const rows = [...guide.matchAll(/^\| `([a-z][a-z-]*)` \|/gm)].map(([, type]) => type);
  expect(rows.sort()).toEqual(types.sort());
});
