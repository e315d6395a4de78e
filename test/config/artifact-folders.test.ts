import { artifactFolder } from '../../handlers/contract/names';
import { ConfigError } from '../../lib/config/config-error';
import { diagnosticOf, diagnosticsOf } from './diagnostics-of';

/** A config whose pipelines, by name, are in some of the environments stg and prd of one account. */
const config = (
  pipelines: Readonly<Record<string, { readonly environments: string; readonly git?: string }>>,
  prefix = 'shop',
) => `prefix: ${prefix}
environments:
  stg: { account: "111111111111", region: ap-northeast-1 }
  prd: { account: "111111111111", region: ap-northeast-1 }
connections: { github: { provider: GitHub } }
pipelines:
${Object.entries(pipelines)
  .map(
    ([name, { environments, git = '' }]) => `  ${name}:
    kind: ecs-rolling
    source: { git: { connection: github, repository: acme/${name}${git} } }
    build: docker
    environments: ${environments}
`,
  )
  .join('')}`;

const STG = { environments: '{ stg: {} }' };
const PRD = { environments: '{ prd: {} }' };

test('names that CodePipeline makes one folder of are refused, with both and the place in the file', () => {
  const diagnostic = diagnosticOf(config({ 'storefront-admin-api': STG, 'storefront-admin-web': STG }));
  expect(diagnostic).toMatchObject({
    path: 'pipelines.storefront-admin-web',
    position: { line: 12, column: 3 },
  });
  expect(diagnostic.rule).toContain(
    'makes the pipeline shop-storefront-admin-web-stg, whose first 20 characters are those of shop-storefront-admin-api-stg',
  );
  expect(diagnostic.rule).toContain('give one a name that differs in its first 15 characters');
  expect(new ConfigError([diagnostic]).format()).toContain('pipelines.yaml:12:3');
});

test('names that differ within twenty characters are fine', () => {
  expect(diagnosticsOf(config({ 'storefront-a-api': STG, 'storefront-b-api': STG }))).toEqual([]);
  expect([artifactFolder('shop-storefront-stg'), artifactFolder('shop-storefront-a-api-stg')]).toEqual([
    'shop-storefront-stg',
    'shop-storefront-a-ap',
  ]);
});

test('names that are alike are fine in different environments, each of which has a bucket of its own', () => {
  expect(diagnosticsOf(config({ 'storefront-admin-api': STG, 'storefront-admin-web': PRD }))).toEqual([]);
  expect(diagnosticsOf(config({ 'storefront-admin-api': { environments: '{ stg: {}, prd: {} }' } }))).toEqual(
    [],
  );
});

test('a long prefix leaves few characters, which the message counts', () => {
  const { rule } = diagnosticOf(config({ 'api-one': STG, 'api-two': STG }, 'electronics-shop'));
  expect(rule).toContain('give one a name that differs in its first 3 characters, choose a prefix shorter');
});

test('pipelines of pull requests have folders too', () => {
  const asked = { ...STG, git: ', pullRequest: { branches: [main] }' };
  const { path, position, rule } = diagnosticOf(
    config({ 'storefront-a-api': asked, 'storefront-a-web': asked }),
  );
  expect(path).toBe('pipelines.storefront-a-web.source.git.pullRequest');
  expect(position).toMatchObject({ line: 14, column: 77 });
  expect(rule).toContain(
    'makes the pipeline shop-pr-storefront-a-web, whose first 20 characters are those of shop-pr-storefront-a-api',
  );
  expect(rule).toContain('differs in its first 12 characters');
});
