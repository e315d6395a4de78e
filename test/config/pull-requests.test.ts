import { parseConfig } from '../../lib/load-config';
import { commits, diagnosticOf, diagnosticsOf } from './diagnostics-of';

const PUSH = 'push: { branches: [main] }';
const ASKED = 'pullRequest: { branches: [main] }';
const GIT = 'pipelines.web.source.git';
const SECOND_ACCOUNT = 'prd: { account: "222222222222", region: eu-west-1 }';
const ONE_ACCOUNT = 'prd: { account: "111111111111", region: ap-northeast-1 }';

/** Where the pull requests of a config are checked. */
const environmentsOf = (text: string) =>
  parseConfig(text, 'pipelines.yaml').pullRequests.map(
    ({ name, environment }) => `${name} in ${environment.name}`,
  );

describe('pull requests are checked', () => {
  test('nowhere where the entry does not ask', () => {
    expect(environmentsOf(commits())).toEqual([]);
  });

  test('once for an entry, in its first environment where all are in one account and region', () => {
    expect(environmentsOf(commits([PUSH, ASKED], [SECOND_ACCOUNT, ONE_ACCOUNT]))).toEqual(['web in stg']);
  });

  test('in the environment that the entry names, which may be none of its own', () => {
    const apart = `${SECOND_ACCOUNT}\n  apart: { account: "333333333333", region: eu-west-1 }`;
    const inside = (name: string) =>
      environmentsOf(commits([PUSH, `${ASKED}, pullRequestEnvironment: ${name}`], [SECOND_ACCOUNT, apart]));
    expect(inside('prd')).toEqual(['web in prd']);
    expect(inside('apart')).toEqual(['web in apart']);
  });
});

/** An entry of two environments in one account, of which one takes the other's images. */
const promoting = (stg: string, prd: string, more = '') =>
  `
prefix: shop
environments:
  stg: { account: "111111111111", region: ap-northeast-1 }
  prd: { account: "111111111111", region: ap-northeast-1 }
connections:
  github: { provider: GitHub }
pipelines:
  web:
    kind: ecs-rolling
    source: { git: { connection: github, repository: acme/web, ${ASKED}${more} } }
    build: docker
    service: { container: web, port: 8080 }
    environments: { prd: ${prd}, stg: ${stg} }
`;

const TAKES_OTHERS = '{ build: { promote: stg } }';

test('pull requests are checked where the entry builds, not where it takes images', () => {
  expect(environmentsOf(promoting('{}', TAKES_OTHERS))).toEqual(['web in stg']);
});

describe('is refused:', () => {
  test('an environment for pull requests that takes the images of another', () => {
    expect(diagnosticOf(promoting('{}', TAKES_OTHERS, ', pullRequestEnvironment: prd'))).toMatchObject({
      path: `${GIT}.pullRequestEnvironment`,
      rule: expect.stringContaining('in prd it takes the images of stg') as string,
    });
  });

  test('pull requests of an entry in several accounts that does not name where their code runs', () => {
    expect(diagnosticOf(commits([PUSH, ASKED]))).toMatchObject({
      path: `${GIT}.pullRequest`,
      position: { line: 11, column: 56 },
      rule: expect.stringContaining(
        'needs pullRequestEnvironment beside it: the entry is deployed to 111111111111 ap-northeast-1 and 222222222222 eu-west-1',
      ) as string,
    });
  });

  test('an environment that is not in the file', () => {
    expect(diagnosticOf(commits([PUSH, `${ASKED}, pullRequestEnvironment: prdd`]))).toMatchObject({
      path: `${GIT}.pullRequestEnvironment`,
      suggestion: 'prd',
    });
  });

  test('pull requests in an environment of the entry', () => {
    expect(
      diagnosticsOf(commits(['stg: {}\n      prd', `stg: { source: { git: { ${ASKED} } } }\n      prd`])),
    ).toMatchObject([
      {
        path: 'pipelines.web.environments.stg.source.git.pullRequest',
        rule: expect.stringContaining('goes in the entry, not in an environment of it') as string,
      },
    ]);
  });

  test('a role’s name that is too long with what its environment and pull requests add', () => {
    const long = 'a-name-of-forty-seven-characters-for-a-services';
    const text = commits([PUSH, `${ASKED}, pullRequestEnvironment: stg`], ['  web:', `  ${long}:`]);
    expect(diagnosticsOf(text).find(({ path }) => path.endsWith('pullRequest'))?.rule ?? '').toMatch(
      /makes the IAM role name shop-a-name-\S+-stg-pr-build, which has \d+ characters/,
    );
  });

  test('an entry that ends as an environment does, for one of whose pipelines its pull requests would be taken', () => {
    const text = commits([PUSH, `${ASKED}, pullRequestEnvironment: stg`], ['  web:', '  web-stg:']);
    expect(diagnosticsOf(text)).toMatchObject([
      {
        path: 'pipelines.web-stg',
        rule: expect.stringContaining('their pipeline shop-pr-web-stg would be taken for one of') as string,
      },
    ]);
  });

  test('a fleet without checks, of whose pull requests nothing would run', () => {
    const fleet = `  fleet:
    kind: asg-blue-green
    source: { git: { connection: github, repository: acme/fleet, ${ASKED} } }
    image: { base: { id: ami-0123456789abcdef0 }, playbook: playbook.yml }
    instances: { types: [t3.small] }
    fleet: { min: 1, max: 2 }
    environments: { stg: {} }
`;
    expect(diagnosticOf(`${commits()}${fleet}`)).toMatchObject({
      path: 'pipelines.fleet.source.git.pullRequest',
      rule: expect.stringContaining('needs checks') as string,
    });
    expect(diagnosticsOf(`${commits()}${fleet}    checks: { lint: lint.yml }\n`)).toEqual([]);
  });
});

describe('a branch whose name a build cannot be given', () => {
  test('is refused as the branch of a pipeline, and in the patterns that start one', () => {
    expect(diagnosticOf(commits([PUSH, `branch: 'a"b'`])).path).toBe(`${GIT}.branch`);
    expect(diagnosticOf(commits([PUSH, `push: { branches: [main, 'a"*'] }`]))).toMatchObject({
      path: `${GIT}.push.branches[1]`,
      rule: expect.stringContaining('must have no double quote') as string,
    });
  });
});

describe('an exported variable', () => {
  const BUILD = '{ images: { app: web, proxy: { ecr: proxy } } }';
  test.each([
    { what: 'a secret', value: '{ secret: shop/token }' },
    { what: 'a parameter', value: '{ parameter: /shop/token }' },
  ])('that is $what is refused: whoever approves would be shown it', ({ value }) => {
    const build = `{ environment: { TOKEN: ${value} }, exports: [VERSION, TOKEN] }`;
    expect(diagnosticOf(commits([BUILD, build]))).toMatchObject({
      path: 'pipelines.web.build.exports[1]',
      got: 'TOKEN',
      rule: expect.stringContaining('must not be exported') as string,
    });
  });

  test('that the config gives as text may be shown', () => {
    const build = '{ environment: { LEVEL: debug }, exports: [LEVEL] }';
    expect(diagnosticsOf(commits([BUILD, build]))).toEqual([]);
  });
});
