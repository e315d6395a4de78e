import fc from 'fast-check';
import { HtmlRenderer } from '../../../../rehearsal/report/html/html';
import { html } from '../../../../rehearsal/report/html/markup';
import { PageBuilder } from '../../../../rehearsal/report/html/model';
import { durationText, timeText } from '../../../../rehearsal/report/html/times';
import { playRehearsal, STEPS } from '../support/rehearsal-events';

function pageOfRehearsal(): string {
  let page = '';
  playRehearsal([
    new HtmlRenderer((written) => {
      page = written;
    }),
  ]);
  return page;
}

test('puts the releases of a step into order, with their actions and traffic on the rehearsal’s clock', () => {
  const builder = new PageBuilder();
  for (const event of playRehearsal([])) builder.add(event);
  const { applications } = builder.build();
  const [step] = applications[0]?.steps ?? [];
  expect(step?.releases).toMatchObject([
    {
      ...{ pipeline: 'shop-web-prd', number: 1, start: 330, end: 630, status: 'Succeeded' },
      actions: [
        { stage: 'Source', start: 360, end: 360, status: 'Succeeded' },
        { stage: 'Deploy', start: 390, end: 540, status: 'Succeeded' },
      ],
    },
  ]);
  const blue = step?.releases[0]?.traffic.map(({ time, shares }) => [time, shares[0]?.percent]);
  expect(blue).toEqual([
    [420, 100],
    [480, 90],
    [510, 0],
  ]);
});

test('a later release begins with the traffic that the one before left', () => {
  const builder = new PageBuilder();
  for (const event of playRehearsal([])) builder.add(event);
  const [, missed] = builder.build().applications[0]?.steps ?? [];
  expect(missed?.releases[0]?.traffic).toMatchObject([
    { time: missed?.releases[0]?.start, shares: [{ percent: 0 }, {}] },
  ]);
});

test('escapes every text', () => {
  const page = pageOfRehearsal();
  expect(page).not.toMatch(/<script/i);
  expect(page).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;');
  expect(page).not.toMatch(/[^\P{Cc}\n]/u);
});

test('a value is never markup, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { text: page } = html`<a title="${text}">${text}</a>`;
      expect(page.match(/[<>"]/g)?.join('')).toBe('<"">' + '<>');
    }),
  );
});

test('has what was missed, what was skipped and why, and the grants', () => {
  const page = pageOfRehearsal();
  expect(page).toContain(STEPS.skipped);
  expect(page).toContain('– skipped</span>: it watches no alarm');
  expect(page).toContain('✗ it serves what it served, but found: ');
  expect(page).toContain('s3:PutObject, s3:GetObject');
  expect(page).toContain('shop-other is recognized by no scenario');
});

test('has each call that met a fault, and the faults that met none', () => {
  const page = pageOfRehearsal();
  expect(page).toContain(
    '<li>! throttled: ssm:PutParameter, call 2, attempt 3, of shop-web-prd/shift-traffic</li>',
  );
  expect(page).toContain('✗ --fault &quot;sqs send-message dropped&quot; met no call');
});

test.each([
  { seconds: 0, time: '0:00', duration: '0 s' },
  { seconds: 59.6, time: '0:59', duration: '1 min' },
  { seconds: 125, time: '2:05', duration: '2 min 5 s' },
  { seconds: 3_725, time: '1:02:05', duration: '1 h 2 min' },
])('$seconds seconds are shown as $time and $duration', ({ seconds, time, duration }) => {
  expect(timeText(seconds)).toBe(time);
  expect(durationText(seconds)).toBe(duration);
});
