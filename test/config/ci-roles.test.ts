import { parseConfig } from '../../lib/load-config';
import { diagnosticOf, diagnosticsOf } from './diagnostics-of';

/** Two environments of one account, whose CIs upload an image and settings. */
const config = ({
  image = '{ ecr: web }',
  settings = '{ s3: web-settings, key: "{environment}.zip" }',
  ci = ', ci: { provider: gitlab, repository: acme/web, branch: "{environment}" }',
  environments = '{ stg: {}, prd: { approval: true } }',
  more = '',
} = {}): string => `prefix: shop
environments:
  stg: { account: "111111111111", region: ap-northeast-1 }
  prd: { account: "111111111111", region: ap-northeast-1 }
  eu: { account: "222222222222", region: eu-west-1 }
pipelines:
  web:
    kind: ecs-blue-green
    source: { image: ${image}, settings: ${settings}${ci} }
    environments: ${environments}
${more}`;

const MAIN = ', ci: { provider: gitlab, repository: acme/web }';

const warningsOf = (text: string) => parseConfig(text, 'pipelines.yaml').warnings;

describe('CIs of different branches', () => {
  test('do not share a repository, whatever the tags', () => {
    const rule =
      'differs from branch stg of acme/web in stg, whose jobs could start shop-web-prd: both watch ECR repository web (pipelines.web.source.image.ecr), and a role that pushes may push any tag. Put {environment} in its name, or trust one branch for both';
    expect(diagnosticOf(config())).toMatchObject({
      path: 'pipelines.web.source.ci.branch',
      rule,
      position: { line: 9 },
    });
    expect(diagnosticOf(config({ image: '{ ecr: web, tag: "{environment}" }' }))).toMatchObject({ rule });
  });

  test('do not share an object', () => {
    const diagnostic = diagnosticOf(
      config({ image: '{ ecr: "web-{environment}" }', settings: '{ s3: web-settings }' }),
    );
    expect(diagnostic.rule).toContain(
      'both watch s3://web-settings/settings.zip (pipelines.web.source.settings.s3)',
    );
  });

  test('share nothing where names have the environment in them', () => {
    expect(diagnosticsOf(config({ image: '{ ecr: "web-{environment}" }' }))).toEqual([]);
  });

  test('share nothing in different accounts', () => {
    const environments = '{ stg: {}, eu: { approval: true } }';
    expect(diagnosticsOf(config({ environments, settings: '{ s3: "web-{environment}" }' }))).toEqual([]);
  });

  test('do not share a repository across entries either, where both places are named', () => {
    const more = `  api:
    kind: ecs-blue-green
    source:
      image: { ecr: web, tag: api }
      settings: { s3: api-settings }
      ci: { provider: gitlab, repository: acme/api }
    environments: { stg: {} }
`;
    expect(diagnosticOf(config({ ci: MAIN, environments: '{ stg: {} }', more }))).toMatchObject({
      path: 'pipelines.api.source.ci.branch',
      rule: expect.stringMatching(
        /^differs from branch main of acme\/web at pipelines\.web\.source\.ci\.branch, whose jobs could start shop-api-stg: both watch ECR repository web /,
      ) as string,
    });
  });
});

describe('one branch that several environments trust', () => {
  test('is right where a person approves all but the first', () => {
    expect(warningsOf(config({ ci: MAIN }))).toEqual([]);
  });

  test('is warned of where one upload is deployed to more than one without approval', () => {
    expect(warningsOf(config({ ci: MAIN, environments: '{ stg: {}, prd: {} }' }))).toMatchObject([
      {
        path: 'pipelines.web.environments.prd',
        rule: 'starts with shop-web-stg, because both watch ECR repository web: what branch main of acme/web uploads is deployed here without approval. Set approval: true, or trust a branch of its own that only reviewed changes reach',
        position: { line: 10, column: 30 },
      },
    ]);
  });

  test('is warned of where the same jobs may upload to both', () => {
    const [warning] = warningsOf(
      config({ ci: MAIN, environments: '{ stg: {}, eu: {} }', settings: '{ s3: "web-{environment}" }' }),
    );
    expect(warning?.rule).toMatch(/^may be started by the jobs that start shop-web-stg: /);
  });
});

test('an environment that names no CI is warned of where another’s CI starts it without approval', () => {
  const environments = `{ stg: { source: { ci: { provider: gitlab, repository: acme/web } } }, prd: {} }`;
  expect(warningsOf(config({ ci: '', environments })).map(({ path }) => path)).toEqual([
    'pipelines.web.environments.prd',
  ]);
});
