import { commits, diagnosticOf, diagnosticsOf } from './diagnostics-of';
import { parseConfig } from '../../lib/load-config';
import type { Commits } from '../../lib/build/config/model';

/** One account and region for both environments. */
const TOGETHER = ['"222222222222", region: eu-west-1', '"111111111111", region: ap-northeast-1'] as const;

type Change = readonly [from: string, to: string];

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

test('a repository is shared where more than one environment builds into it', () => {
  const shared = (...changes: readonly Change[]) =>
    parseConfig(commits(...changes), 'pipelines.yaml').pipelines.flatMap((pipeline) => {
      const { source } = pipeline as unknown as { source: Commits };
      return pipeline.name === 'web' ? [source.build.images.map((image) => image.shared)] : [];
    });
  expect(shared(TOGETHER)).toEqual([
    [true, true],
    [true, true],
  ]);
  expect(shared(TOGETHER, promoting('{ promote: stg }'))[0]).toEqual([false, false]);
});

test('an environment that the same pushes start as the one it takes images of is warned of', () => {
  const warnings = (...changes: readonly Change[]) =>
    parseConfig(commits(TOGETHER, ...changes), 'pipelines.yaml').warnings.filter(({ path }) => path === PATH);
  expect(warnings(promoting('{ promote: stg }'))).toMatchObject([
    { rule: expect.stringContaining('every push that starts stg starts prd too') as string },
  ]);
  const tags = '{ promote: stg }, source: { git: { push: { tags: ["v*"] } } }';
  expect(warnings(promoting(tags))).toEqual([]);
  expect(warnings(promoting('{ promote: stg }, source: { git: { push: [] } }'))).toEqual([]);
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
