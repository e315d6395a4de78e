import { commits, diagnosticOf, diagnosticsOf } from './diagnostics-of';

/** One account and region for both environments. */
const TOGETHER = ['"222222222222", region: eu-west-1', '"111111111111", region: ap-northeast-1'] as const;

/** What production has otherwise. */
const inProduction = (variation: string) =>
  ['stg: {}\n      prd: {}', `stg: {}\n      prd: ${variation}`] as const;

describe('environments of one account', () => {
  test('share the repositories of an entry, whose commits they build from the same files', () => {
    expect(diagnosticsOf(commits(TOGETHER))).toEqual([]);
  });

  test.each([
    ['keep: 5', 'keep', 'ECR repository proxy keeps 5 tagged images here, but 100 in stg'],
    [
      'untaggedExpiry: 7d',
      'untaggedExpiry',
      'ECR repository proxy keeps untagged images 7d here, but 1d in stg',
    ],
    ['existing: true', 'existing', 'ECR repository proxy is existing here, but made by the factory in stg'],
  ])('agree on what becomes of images: %s', (key, field, rule) => {
    const text = commits(TOGETHER, inProduction(`{ build: { images: { proxy: { ${key} } } } }`));
    expect(diagnosticOf(text)).toMatchObject({
      path: `pipelines.web.environments.prd.build.images.proxy.${field}`,
      rule,
    });
  });

  test.each([
    ['{ build: { images: { proxy: { dockerfile: Prd } } } }', 'build.images.proxy.dockerfile', 'Prd'],
    ['{ build: { images: { proxy: { context: prd } } } }', 'build.images.proxy.context', 'prd'],
    ['{ build: { buildspec: prd.yml } }', 'build.buildspec', 'prd.yml'],
  ])('cannot share a repository where they build otherwise: %s', (variation, field, got) => {
    const path = `pipelines.web.environments.prd.${field}`;
    const diagnostic = diagnosticsOf(commits(TOGETHER, inProduction(variation))).find(
      (each) => each.path === path,
    );
    expect(diagnostic?.rule).toMatch(
      /^differs from stg, whose images of the same commits are in the same ECR repository \w+: put \{environment\} in its name$/,
    );
    expect(diagnostic).toMatchObject({ got, position: { line: 18 } });
  });

  test('build otherwise into repositories of their own', () => {
    const variation = '{ build: { images: { proxy: { dockerfile: Prd } } } }';
    const named = ['{ ecr: proxy }', '{ ecr: "proxy-{environment}" }'] as const;
    expect(diagnosticsOf(commits(TOGETHER, named, inProduction(variation)))).toEqual([]);
  });

  test('cannot swap the repositories of two containers', () => {
    const text = commits(TOGETHER, inProduction('{ build: { images: { app: proxy, proxy: web } } }'));
    expect(diagnosticsOf(text)).toMatchObject([
      { rule: expect.stringContaining('is the one of container proxy in stg') as string },
      { rule: expect.stringContaining('is the one of container app in stg') as string },
    ]);
  });
});

describe('two entries', () => {
  const text = commits(['build: docker', 'build: { images: { app: web } }']);

  test('cannot build into one repository, where each would take the other’s tags', () => {
    expect(diagnosticOf(text)).toMatchObject({
      path: 'pipelines.api.build.images.app',
      rule: "ECR repository web is the one that web builds its images into: each would take the tag of a commit from the other's image",
      got: 'web',
      position: { line: 22, column: 29 },
    });
  });

  test('may have repositories of the same name in different places', () => {
    expect(
      diagnosticsOf(
        text.replace('environments: { stg: {} }', 'environments: { prd: {} }').replace('      prd: {}\n', ''),
      ),
    ).toEqual([]);
  });
});

test('a built repository’s name fits with the environment’s name put in', () => {
  const name = `"${'{environment}'.repeat(90)}"`;
  expect(diagnosticOf(commits(['build: docker', `build: { images: { app: ${name} } }`])).rule).toContain(
    'makes the repository name for shop-api-stg',
  );
});
