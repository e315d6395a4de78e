import { commits, diagnosticOf, diagnosticsOf } from './diagnostics-of';
import { parseConfig } from '../../lib/load-config';
import type { Commits } from '../../lib/build/config/model';

/** One account and region for both environments. */
const TOGETHER = ['"222222222222", region: eu-west-1', '"111111111111", region: ap-northeast-1'] as const;

/** What production and staging have otherwise. */
const promoting = (prd: string, stg = '{}') =>
  ['stg: {}\n      prd: {}', `stg: ${stg}\n      prd: { build: ${prd} }`] as const;

const PATH = 'pipelines.web.environments.prd.build.promote';

test('an environment takes the images of another one of the entry, and keeps nothing of a build', () => {
  const build =
    'build: { images: { app: web }, buildspec: own.yml, image: node, privileged: true, cache: s3, exports: [VERSION, LOG], environment: { KEY: { secret: key } } }';
  const text = commits(
    TOGETHER,
    ['build: { images: { app: web, proxy: { ecr: proxy } } }', build],
    promoting('{ promote: stg }'),
  );
  const { source } = parseConfig(text, 'pipelines.yaml').pipelines[1] as unknown as { source: Commits };
  expect(source.build).toMatchObject({
    promote: 'stg',
    image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
    privileged: false,
    cache: 'none',
    variables: [],
    exports: ['VERSION'],
  });
  expect(source.build.buildspec).toBeUndefined();
});

test('environments whose builds differ may share a repository where one of them builds nothing', () => {
  const text = commits(TOGETHER, promoting('{ promote: stg, buildspec: other.yml }'));
  expect(diagnosticsOf(text)).toEqual([]);
});

test.each([
  { what: 'itself', promote: 'prd', rule: 'must be another environment than prd, which this is about' },
  {
    what: 'an environment that is not there',
    promote: 'stage',
    rule: 'must be another environment that web is released to; there is stg',
  },
])('an environment cannot take the images of $what', ({ promote, rule }) => {
  expect(diagnosticOf(commits(TOGETHER, promoting(`{ promote: ${promote} }`)))).toMatchObject({
    path: PATH,
    rule,
    got: promote,
    position: { line: 18 },
  });
});

test('an environment cannot take the images of another account or region', () => {
  expect(diagnosticOf(commits(promoting('{ promote: stg }')))).toMatchObject({
    path: PATH,
    rule: 'must be in the account and region of prd, 222222222222 eu-west-1, because its release record and its images are read there; stg is in 111111111111 ap-northeast-1',
  });
});

test('environments cannot take each other’s images', () => {
  const text = commits(TOGETHER, promoting('{ promote: stg }', '{ build: { promote: prd } }'));
  expect(diagnosticsOf(text).map(({ rule }) => rule)).toEqual([
    'goes in a circle, in which no image is built: stg takes from prd takes from stg',
    'goes in a circle, in which no image is built: prd takes from stg takes from prd',
  ]);
});

test('images are taken from the repository that tasks pull from', () => {
  const text = commits(
    TOGETHER,
    ['{ ecr: proxy }', '{ ecr: "proxy-{environment}" }'],
    promoting('{ promote: stg }'),
  );
  expect(diagnosticOf(text)).toMatchObject({
    rule: 'must be proxy-stg, the ECR repository of stg, whose images are taken',
    got: 'proxy-{environment}',
  });
});
