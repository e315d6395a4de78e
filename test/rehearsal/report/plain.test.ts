import { stripVTControlCharacters } from 'node:util';
import type { RehearsalEventBody } from '../../../rehearsal/report/events';
import { PlainRenderer } from '../../../rehearsal/report/plain';
import { ProgressLines } from '../../../rehearsal/report/progress-lines';
import { Report } from '../../../rehearsal/report/report';
import { textStream } from '../../bin/support/text-stream';
import { playRehearsal, STEPS } from './support/rehearsal-events';

function plainText(): string {
  const out = textStream();
  playRehearsal([new PlainRenderer(out.stream)]);
  return out.text();
}

test('writes one line for a step that is as expected, and no log of what succeeded', () => {
  const text = stripVTControlCharacters(plainText());
  expect(text).toMatch(/\n {2}✓ Release 1: a push of web\.zip +3 met +4\.3 s\n/);
  expect(text).not.toContain('it is on record');
  expect(text).not.toContain('a line of a build that succeeds');
});

test('writes what was missed, what was found instead, and the log of what failed', () => {
  const text = stripVTControlCharacters(plainText());
  expect(text).toMatch(
    /✗ Release 2: a test fails +1 not met +2\.0 s\n +✗ it serves what it served, but found: /,
  );
  expect(text).toMatch(/shop-web-prd #2 {2}Build \/ Build {2}Failed {2}Build terminated/);
  expect(text).toMatch(/web-build \(FAILED\), the last lines of its log:\n +│ not ok 1/);
});

test('writes why a step was skipped and a pipeline left out, and how it ended', () => {
  const text = stripVTControlCharacters(plainText());
  expect(text).toContain(`– ${STEPS.skipped}  skipped: it watches no alarm`);
  expect(text).toContain('– left out: shop-other is recognized by no scenario');
  expect(text).toContain(
    '4 of 5 expectations met in 6.3 s; steps: 1 as expected, 1 not as expected, 1 skipped',
  );
});

test('writes a line for a call that met a fault, and for a fault that met none', () => {
  const text = stripVTControlCharacters(plainText());
  expect(text).toContain(
    '\n    ! throttled: ssm:PutParameter, call 2, attempt 3, of shop-web-prd/shift-traffic\n',
  );
  expect(text).toContain(
    '\n✗ --fault "sqs send-message dropped" met no call: nobody called sqs:SendMessage\n',
  );
});

test('moves no cursor', () => {
  const written = plainText().replace(/\p{Cc}\[\d*m/gu, ''); // colours, which a CI server shows
  expect(written.replaceAll('\n', '')).toBe(stripVTControlCharacters(written.replaceAll('\n', '')));
  expect(written).not.toContain('\r');
});

/** A rehearsal as large as the example's: 24 steps on three applications, ten expectations each. */
function* largeRehearsal(): Generator<RehearsalEventBody> {
  const steps = Array.from({ length: 8 }, (_, index) => `Release ${index}: ${'what happens '.repeat(6)}`);
  const applications = ['a', 'b', 'c'].map((name) => ({
    pipelines: [`shop-${name}-stg`, `shop-${name}-prd`],
    steps,
  }));
  yield { type: 'rehearsal-started', config: 'pipelines.yaml', notice: 'Builds run as you. '.repeat(6) };
  yield { type: 'set-up-started' };
  for (const command of ['cdk synth', 'cdk bootstrap', 'cdk deploy --all'])
    yield { type: 'command-finished', command, seconds: 3 };
  yield { type: 'rehearsal-planned', applications };
  for (const { pipelines } of applications) {
    yield { type: 'application-started', pipelines };
    for (const title of steps) {
      yield { type: 'step-started', title };
      for (let count = 0; count < 10; count += 1) {
        yield { type: 'expectation', text: 'it serves', met: true };
        yield { type: 'build-log', build: 'build', text: 'a line' };
      }
      yield { type: 'step-finished', title, outcome: 'as expected', seconds: 4 };
    }
  }
  yield {
    type: 'grants-checked',
    unused: [{ role: 'r', statement: '0', whole: true, actions: ['s3:GetObject'] }],
  };
  yield { type: 'rehearsal-finished', expectations: 240, met: 240, seconds: 100 };
}

test('a rehearsal as large as the example’s fits two screens of 50 lines and 100 columns', () => {
  const progress = new ProgressLines(() => 100);
  const lines: string[] = [];
  const report = new Report([{ render: (event) => void lines.push(...progress.linesOf(event)) }]);
  for (const body of largeRehearsal()) report.emit(body);
  expect(lines.length).toBeLessThanOrEqual(100);
  expect(Math.max(...lines.map((line) => stripVTControlCharacters(line).length))).toBeLessThanOrEqual(100);
});

test('each thing expected has its line where few steps are played', () => {
  const out = textStream();
  const report = new Report([new PlainRenderer(out.stream)]);
  report.emit({
    type: 'rehearsal-planned',
    applications: [{ pipelines: ['site'], steps: ['Release 1: a file'] }],
  });
  report.emit({ type: 'step-started', title: 'Release 1: a file' });
  report.emit({ type: 'expectation', text: 'the file is published', met: true });
  expect(stripVTControlCharacters(out.text())).toContain('✓ the file is published\n');
});
