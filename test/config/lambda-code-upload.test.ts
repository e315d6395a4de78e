import { lambdaConfig, lambdaDiagnostics, lambdaPipeline } from './lambda-config';

const GIT = '{ git: { codecommit: true, repository: quotes } }';
const CODE = '{ code: { s3: "quotes-{environment}" } }';
const BUILD = '    build: { buildspec: buildspec.yml }\n';

/** A config whose code is uploaded. */
const uploaded = (source = CODE, ...changes: readonly (readonly [string, string])[]): string =>
  lambdaConfig([GIT, source], [BUILD, ''], ...changes);

describe('code that a team’s own CI uploads', () => {
  it('is code.zip in a bucket that the factory makes, where the config names no more', () => {
    expect(lambdaPipeline(uploaded()).source).toEqual({
      from: 'code',
      object: { bucket: 'quotes-stg', key: 'code.zip', existing: false, trigger: 'eventbridge' },
    });
  });

  it('may be uploaded by jobs of one branch, and be all of one function', () => {
    const source = `{ code: { s3: quotes, key: "{environment}/api.zip" }, ci: { provider: gitlab, repository: acme/quotes } }`;
    const pipeline = lambdaPipeline(uploaded(source, ['code: dist/api', 'code: .']));
    expect(pipeline.source).toMatchObject({
      object: { bucket: 'quotes', key: 'stg/api.zip' },
      ci: { provider: 'gitlab', branch: 'main', url: 'https://gitlab.com' },
    });
    expect(pipeline.functions[0]?.code).toBe('.');
  });

  it('takes the place of a commit and its build in one environment', () => {
    const text = lambdaConfig(['stg: {}\n', `stg: { source: ${CODE} }\n`]);
    expect(lambdaPipeline(text)).toMatchObject({ source: { from: 'code' }, checks: [] });
  });
});

test.each([
  {
    mistake: 'neither',
    text: uploaded('{}'),
    path: 'source',
    rule: 'must have either git or code, and not both',
  },
  {
    mistake: 'both',
    text: lambdaConfig([GIT, '{ git: { codecommit: true, repository: quotes }, code: { s3: quotes } }']),
    path: 'source',
    rule: 'must have either git or code, and not both',
  },
  {
    mistake: 'a CI that uploads beside a commit',
    text: lambdaConfig([GIT, GIT.replace(' }', ' }, ci: { provider: github, repository: acme/quotes }')]),
    path: 'source.ci',
    rule: 'goes with source.code only',
  },
  {
    mistake: 'a build beside uploaded code',
    text: lambdaConfig([GIT, CODE]),
    path: 'build',
    rule: 'goes with source.git only',
  },
  {
    mistake: 'checks beside uploaded code',
    text: uploaded(CODE, ['checks: {}', 'checks: { lint: lint.yml }']),
    path: 'checks',
    rule: 'goes with source.git only',
  },
  {
    mistake: 'a commit without a build',
    text: lambdaConfig([BUILD, '']),
    path: 'build',
    rule: 'is required with source.git',
  },
  {
    mistake: 'a bucket that cannot be',
    text: uploaded('{ code: { s3: Quotes } }'),
    path: 'source.code.s3',
    rule: 'must be an S3 bucket name',
  },
])('$mistake is refused where it is', ({ text, path, rule }) => {
  expect(lambdaDiagnostics(text)).toMatchObject([
    { path: `pipelines.quotes.${path}`, rule: expect.stringContaining(rule) as string },
  ]);
});
