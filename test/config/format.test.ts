import { ConfigError } from '../../lib/config/config-error';
import { changed, diagnosticsOf, RIGHT } from './diagnostics-of';

const format = (text: string) => new ConfigError(diagnosticsOf(text)).format();

test('a mistake is printed as a compiler prints it, with the source line and a caret under what is wrong', () => {
  expect(format(changed(['kind: ecs-blue-green', 'kind: ecs-bluegreen']))).toBe(
    [
      'pipelines.yaml:7:11  error  pipelines.web.kind: unknown kind; there is ecs-blue-green, ecs-rolling, asg-blue-green, lambda  got: ecs-bluegreen  did you mean ecs-blue-green?',
      '   7 |     kind: ecs-bluegreen',
      '     |           ^^^^^^^^^^^^^',
    ].join('\n'),
  );
});

test('what is missing is shown at what it is missing from', () => {
  const [line, source, caret] = format(changed(['account: "111111111111", ', ''])).split('\n');
  expect(line).toBe('pipelines.yaml:3:3  error  environments.stg.account: is required');
  expect(caret?.indexOf('^')).toBe(source?.indexOf('stg'));
});

test('the caret stays under what is wrong in a long line', () => {
  const long = changed(['{ ecr: web }', `{ ${' '.repeat(200)}ecr: Web }${' '.repeat(200)}`]);
  const [, source = '', caret = ''] = format(long).split('\n');
  expect(source.length).toBeLessThan(140);
  expect(source.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('Web');
});

test('a value of many lines is marked on its first', () => {
  const [, source = '', caret = ''] = format(
    changed(['    deploy: {}', '    deploy:\n      - a\n      - b']),
  ).split('\n');
  expect(source.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('- a');
});

test('nothing from the file reaches the terminal as a control character', () => {
  const escape = String.fromCharCode(27);
  const text = format(RIGHT.replace('ecr: web', `ecr: "${escape}[31mweb"`));
  expect(text).not.toContain(escape);
  expect(text).toContain('·[31mweb');
});

test('colour is for terminals only', () => {
  const error = new ConfigError(diagnosticsOf(''));
  expect(error.format(true)).toContain(String.fromCharCode(27));
  expect(error.format()).not.toContain(String.fromCharCode(27));
});
