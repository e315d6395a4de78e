import { commits, diagnosticOf, diagnosticsOf } from './diagnostics-of';

/** A slip of the pen in the right config, and its only diagnostic. */
type Slip = readonly [from: string, to: string, rule: string, got: string | undefined];

const PUSH = 'push: { branches: [main] }';
const CHECKS = '{ unit-tests: test.yml }';
const BUILD = '{ images: { app: web, proxy: { ecr: proxy } } }';

test.each<Slip>([
  ['{ provider: GitHub }', 'GitHub', 'must be a mapping with provider, host, arn', 'GitHub'],
  [PUSH, 'push: main', 'must be a mapping with branches, files, tags, or a list', 'main'],
  [PUSH, 'push: [main]', 'must be a mapping with branches, files, tags', 'main'],
  [
    PUSH,
    'push: { branches: release/next }',
    'must be a list, or a mapping with includes, excludes',
    'release/next',
  ],
  [
    CHECKS,
    '[test.yml]',
    'must be a mapping of names to buildspecs, such as { unit-tests: buildspec.test.yml }',
    'a list of 1',
  ],
  [CHECKS, '{ unit-tests: }', 'must not be empty', 'nothing'],
  [
    BUILD,
    '{ images: [web] }',
    'must be a mapping of containers to ECR repositories, such as { app: shop-app }',
    'a list of 1',
  ],
  [
    BUILD,
    '{ images: { app: 111111111111.dkr.ecr.eu-west-1.amazonaws.com/web } }',
    'must be the name of the repository alone, without the address of its registry',
    '111111111111.dkr.ecr.eu-west-1.amazonaws.com/web',
  ],
  [
    BUILD,
    '{ environment: [A] }',
    'must be a mapping of names to values, such as { LOG_LEVEL: debug }',
    'a list of 1',
  ],
  [
    BUILD,
    '{ environment: { A: 3 } }',
    'must be text: write it in quotes, or a mapping with parameter, secret',
    '3',
  ],
  [BUILD, '{ images: { app: { ecr: web, keep: "9" } } }', 'must be a number: write it without quotes', '9'],
  [BUILD, '{ privileged: "true" }', 'must be true or false: write it without quotes', 'true'],
  ['service: {}', 'service: { rollbackOn: failure }', 'must be a list', 'failure'],
  [
    'deploy: {}',
    'deploy: { traffic: all-at-once }',
    'is no key here; keys are taskDefinition, timeout',
    'traffic',
  ],
  ['acme/web', 'acme/web.git', 'must be without .git at its end', 'acme/web.git'],
])('%j to %j: %s, and nothing else', (from, to, rule, got) => {
  const diagnostic = diagnosticOf(commits([from, to]));
  expect(diagnostic).toMatchObject({ rule, got });
  expect(diagnostic.suggestion).toBeUndefined();
});

test('keys of the other kinds are neither listed nor meant', () => {
  const text = commits([
    '      git: { connection: github',
    '      image: { ecr: web }\n      git: { connection: github',
  ]);
  expect(diagnosticOf(text)).toMatchObject({
    path: 'pipelines.web.source.image',
    rule: 'is no key here; keys are git',
    suggestion: undefined,
  });
});

describe('a pattern that starts with an asterisk', () => {
  test.each([
    ['["*.md", *]', 'is not YAML: a text that starts with * must be in quotes', 98],
    [
      '[**/*.md]',
      'is not YAML: a text that starts with * must be in quotes, and there is no anchor &*/*.md',
      90,
    ],
  ])('must be in quotes, and is shown at its position: %s', (files, rule, column) => {
    const diagnostics = diagnosticsOf(commits([PUSH, `push: { branches: [main], files: ${files} }`]));
    expect(diagnostics).toMatchObject([{ rule, position: { line: 11, column } }]);
  });
});
