import { isLiveTerminal } from '../../../rehearsal/report/outputs';
import { endpointEvent } from '../../../rehearsal/report/endpoint-log';
import { textStream } from '../../bin/support/text-stream';
import { Screen } from './support/screen';

const TERMINAL = { TERM: 'xterm-256color' };

test('lines are redrawn in place on a terminal', () => {
  expect(isLiveTerminal(new Screen(80).stream(), TERMINAL)).toBe(true);
});

test.each([
  { title: 'in CI', env: { ...TERMINAL, CI: 'true' } },
  { title: 'with NO_COLOR', env: { ...TERMINAL, NO_COLOR: '1' } },
  { title: 'on a dumb terminal', env: { TERM: 'dumb' } },
])('lines are plain $title', ({ env }) => {
  expect(isLiveTerminal(new Screen(80).stream(), env)).toBe(false);
});

test('lines are plain in a pipe', () => {
  expect(isLiveTerminal(textStream().stream, TERMINAL)).toBe(false);
});

test.each([
  { line: 'web-build │ $ npm test', event: { type: 'build-log', build: 'web-build', text: '$ npm test' } },
  { line: 'web-build │ ', event: { type: 'build-log', build: 'web-build', text: '' } },
  { line: '  │ not ok 1', event: { type: 'log', text: '  │ not ok 1' } },
  {
    line: 'codebuild: build web-build:5f2c FAILED',
    event: { type: 'build-finished', build: 'web-build', buildId: 'web-build:5f2c', status: 'FAILED' },
  },
  { line: 'codebuild: Error: x', event: { type: 'log', text: 'codebuild: Error: x' } },
])('what the endpoint logs as "$line" is of type $event.type', ({ line, event }) => {
  expect(endpointEvent(line)).toEqual(event);
});
