import { commits, diagnosticOf, diagnosticsOf } from './diagnostics-of';

/** A change to the right config, the field it makes wrong, the line and column it is shown at, and part of the message. */
type Case = readonly [
  from: string,
  to: string,
  path: string,
  position: `${number}:${number}`,
  message: string,
];

const PUSH = 'push: { branches: [main] }';
const WEB = 'pipelines.web';
const GIT = `${WEB}.source.git`;
const BUILD = '{ images: { app: web, proxy: { ecr: proxy } } }';
const CODECOMMIT = 'repository: api }';
const API = 'pipelines.api.source.git';
const NINE = 'aa, bb, cc, dd, ee, ff, gg, hh, ii';

test.each<Case>([
  [
    PUSH,
    'push: { branches: [main], tags: [v1] }',
    `${GIT}.push.branches`,
    '11:64',
    'does not go beside tags',
  ],
  [PUSH, 'push: { files: [a], tags: [v1] }', `${GIT}.push.files`, '11:64', 'does not go beside tags'],
  [PUSH, 'push: { files: [web/**] }', `${GIT}.push.files`, '11:71', 'needs branches beside it'],
  [PUSH, 'push: [{ branches: [a] }, {}]', `${GIT}.push[1]`, '11:82', 'must have branches or tags'],
  [PUSH, `push: { branches: [${NINE}] }`, `${GIT}.push.branches`, '11:74', 'at most 8 entries'],
  [
    PUSH,
    `push: { branches: { excludes: [${NINE}] } }`,
    `${GIT}.push.branches.excludes`,
    '11:86',
    'at most 8',
  ],
  [PUSH, 'push: { branches: [a, a] }', `${GIT}.push.branches[1]`, '11:78', 'in the list already'],
  [PUSH, `push: [${'{ tags: [v1] }, '.repeat(4)}]`, `${GIT}.push`, '11:62', 'at most 3 entries'],
  [PUSH, `pullRequest: [${'{ branches: [a] }, '.repeat(4)}]`, `${GIT}.pullRequest`, '11:69', 'at most 3'],
  [PUSH, 'pullRequest: { files: [a] }', `${GIT}.pullRequest.branches`, '11:56', 'is required'],
  [
    PUSH,
    'pullRequest: { branches: [a], events: [MERGED] }',
    `${GIT}.pullRequest.events[0]`,
    '11:95',
    'CLOSED',
  ],
  [
    CODECOMMIT,
    'repository: api, pullRequest: { branches: [a] } }',
    `${API}.pullRequest`,
    '21:57',
    'codecommit',
  ],
  [
    CODECOMMIT,
    'repository: api, push: { branches: [a], files: [b] } }',
    `${API}.push.files`,
    '21:80',
    'codecommit',
  ],
  [
    CODECOMMIT,
    'repository: api, push: { branches: { includes: [a], excludes: [b] } } }',
    `${API}.push.branches.excludes`,
    '21:92',
    'name what is included',
  ],
  [
    CODECOMMIT,
    'repository: api, push: { branches: [a/**] } }',
    `${API}.push.branches[0]`,
    '21:76',
    'single *',
  ],
  [CODECOMMIT, 'repository: acme/api }', `${API}.repository`, '21:52', 'CodeCommit repository'],
  [CODECOMMIT, 'repository: api, connection: github }', API, '21:20', 'either connection or codecommit'],
  ['acme/web', 'web', `${GIT}.repository`, '11:46', 'owner/name, as GitHub has it'],
  ['acme/web', 'acme/shop/web', `${GIT}.repository`, '11:46', 'owner/name, as GitHub has it'],
  ['acme/web', 'https://github.com/acme/web', `${GIT}.repository`, '11:46', 'must be a repository'],
  ['connection: github', 'connection: gitlab', `${GIT}.connection`, '11:26', 'is no connection'],
  ['provider: GitHub', 'provider: GitHubEnterpriseServer', 'connections.github.host', '3:3', 'is required'],
  [
    'provider: GitHub',
    'provider: GitHubEnterpriseServer, host: "arn:aws:codeconnections:ap-northeast-1:111111111111:host/a-1"',
    'connections.github.host',
    '3:53',
    'must be a host in eu-west-1, where prd is',
  ],
  ['provider: GitHub', 'provider: Github', 'connections.github.provider', '3:23', 'one of Bitbucket, GitHub'],
  ['{ provider: GitHub }', '{}', 'connections.github', '3:11', 'either provider or arn'],
  [
    '{ provider: GitHub }',
    '{ arn: "arn:aws:s3:::x" }',
    'connections.github.arn',
    '3:18',
    'ARN of a connection',
  ],
  ['  github:', `  ${'g'.repeat(28)}:`, `connections.${'g'.repeat(28)}`, '3:3', 'AWS takes at most 32'],
  [`build: ${BUILD}`, 'build: dokcer', `${WEB}.build`, '13:12', 'must be docker, or a mapping'],
  [`    build: ${BUILD}\n`, '', `${WEB}.build`, '8:3', 'is required'],
  [BUILD, '{ images: {} }', `${WEB}.build.images`, '13:22', 'at least one image'],
  [BUILD, '{ images: { app: Web } }', `${WEB}.build.images.app`, '13:29', 'ECR repository name'],
  [BUILD, '{ images: { 1app: web } }', `${WEB}.build.images.1app`, '13:24', 'starts with a letter'],
  [
    BUILD,
    '{ images: { app: web, app2: web } }',
    `${WEB}.build.images.app2`,
    '13:40',
    'repository of app too',
  ],
  [BUILD, '{ images: { a-b: ab, a_b: cd } }', `${WEB}.build.images.a_b`, '13:33', 'A_B_REPOSITORY_URI'],
  [
    BUILD,
    '{ buildspec: b.yml, images: { app: { ecr: web, context: app } } }',
    `${WEB}.build.images.app.context`,
    '13:68',
    'own buildspec only',
  ],
  [BUILD, '{ buildspec: ../b.yml }', `${WEB}.build.buildspec`, '13:25', 'without ..'],
  [BUILD, '{ timeout: 4m }', `${WEB}.build.timeout`, '13:23', '5 to 2,160 minutes'],
  [BUILD, '{ queuedTimeout: 9h }', `${WEB}.build.queuedTimeout`, '13:29', '5 to 480 minutes'],
  [BUILD, '{ compute: huge }', `${WEB}.build.compute`, '13:23', 'one of small'],
  [BUILD, '{ image: "aws/codebuild/windows-base:2022-1.0" }', `${WEB}.build.image`, '13:21', 'Linux'],
  [
    BUILD,
    '{ environment: { CODEBUILD_X: a } }',
    `${WEB}.build.environment.CODEBUILD_X`,
    '13:29',
    'CODEBUILD_',
  ],
  [
    BUILD,
    '{ environment: { BRANCH: a } }',
    `${WEB}.build.environment.BRANCH`,
    '13:29',
    'every build has already',
  ],
  [
    BUILD,
    '{ environment: { APP_REPOSITORY_URI: a } }',
    `${WEB}.build.environment.APP_REPOSITORY_URI`,
    '13:29',
    'already',
  ],
  [
    BUILD,
    '{ environment: { "A-B": a } }',
    `${WEB}.build.environment.A-B`,
    '13:29',
    'not starting with a digit',
  ],
  [BUILD, '{ environment: { A: 1 } }', `${WEB}.build.environment.A`, '13:32', 'write it in quotes'],
  [
    BUILD,
    '{ environment: { A: { parameter: "a b" } } }',
    `${WEB}.build.environment.A.parameter`,
    '13:45',
    'Parameter Store',
  ],
  [
    BUILD,
    '{ environment: { A: { secret: "a:b:c:d:e" } } }',
    `${WEB}.build.environment.A.secret`,
    '13:42',
    'json-key',
  ],
  [
    BUILD,
    '{ environment: { A: { parameter: /a, secret: b } } }',
    `${WEB}.build.environment.A`,
    '13:32',
    'either parameter or secret',
  ],
  [
    PUSH,
    'push: { branches: { include: [a] } }',
    `${GIT}.push.branches.include`,
    '11:76',
    'are includes, excludes',
  ],
  ['unit-tests:', 'source:', `${WEB}.checks.source`, '12:15', 'makes a second stage Source'],
  ['unit-tests: test.yml', 'a-1: t.yml, a1: t.yml', `${WEB}.checks.a1`, '12:27', 'a-1 makes one already'],
  ['unit-tests: test.yml', 'Unit: t.yml', `${WEB}.checks.Unit`, '12:15', 'lower-case'],
  ['deploy: {}', 'deploy: { timeout: 61m }', `${WEB}.deploy.timeout`, '14:24', '1 to 60 minutes'],
  ['deploy: {}', 'scan: severe', `${WEB}.scan`, '14:11', 'one of critical, high'],
  ['service: {}', 'service: { maximumPercent: 100 }', `${WEB}.service.maximumPercent`, '15:32', 'no room'],
  [
    'service: {}',
    'service: { maximumPercent: 150, minimumHealthyPercent: 60 }',
    `${WEB}.service.maximumPercent`,
    '15:32',
    'of 1 task 1 must stay healthy and at most 1 may run',
  ],
  [
    'service: {}',
    'service: { minimumHealthyPercent: 101 }',
    `${WEB}.service.minimumHealthyPercent`,
    '15:39',
    '100',
  ],
  ['service: {}', 'service: { testPort: 81 }', `${WEB}.service.testPort`, '15:16', 'is no key here'],
  [
    '  web:\n',
    `  ${'w'.repeat(24)}:\n`,
    `pipelines.${'w'.repeat(24)}.environments.stg`,
    '17:7',
    'load balancer name',
  ],
  [
    'source:\n      git',
    'source:\n      image: { ecr: web }\n      git',
    `${WEB}.source.image`,
    '11:7',
    'is no key here',
  ],
])('%j to %j: %s at %s %s', (from, to, path, position, message) => {
  const diagnostic = diagnosticsOf(commits([from, to])).find((candidate) => candidate.path === path);
  expect(diagnostic?.rule).toContain(message);
  expect(`${diagnostic?.position?.line}:${diagnostic?.position?.column}`).toBe(position);
});

describe('a misspelt word is answered with the nearest right one', () => {
  test.each([
    ['connection: github', 'connection: gihub', 'github'],
    ['push: { branches', 'push: { brnches', 'branches'],
    ['kind: ecs-rolling', 'kind: ecs-roling', 'ecs-rolling'],
    ['deploy: {}', 'scan: critcal', 'critical'],
    ['build: docker', 'build: dcoker', 'docker'],
    ['{ ecr: proxy }', '{ ecr: proxy, contxt: a }', 'context'],
    ['provider: GitHub', 'provider: Github', 'GitHub'],
  ])('%s to %s', (from, to, meant) => {
    expect(diagnosticsOf(commits([from, to])).map(({ suggestion }) => suggestion)).toContain(meant);
  });
});

test('GitLab has groups within groups', () => {
  expect(
    diagnosticsOf(commits(['provider: GitHub', 'provider: GitLab'], ['acme/web', 'acme/shop/web'])),
  ).toEqual([]);
});

test('a service of one’s own that two rolling pipelines deploy to is refused', () => {
  const service =
    'service: { existing: { cluster: apps, service: web, family: web, taskRoles: ["arn:aws:iam::111111111111:role/web"] } }';
  const text = commits(
    ['service: {}', service],
    ['"222222222222", region: eu-west-1', '"111111111111", region: ap-northeast-1'],
  );
  expect(diagnosticOf(text).rule).toBe(
    'is the service of web in stg too: each would undo what the other one releases',
  );
});

test('a rolling service has room where it may stop a task or start one', () => {
  expect(
    diagnosticsOf(commits(['service: {}', 'service: { minimumHealthyPercent: 0, maximumPercent: 100 }'])),
  ).toEqual([]);
});

test('a mistake in an environment’s filter is shown where it varies', () => {
  const text = commits(['prd: {}', 'prd: { source: { git: { push: { tags: [v1], branches: [main] } } } }']);
  expect(diagnosticOf(text)).toMatchObject({
    path: 'pipelines.web.environments.prd.source.git.push.branches',
    position: { line: 18 },
  });
});
