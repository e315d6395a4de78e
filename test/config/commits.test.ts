import { COMMITS, changed, commits, commitsOf, fromGit, diagnosticsOf, configOf } from './diagnostics-of';

const GIT = 'git: { connection: github, repository: acme/web, push: { branches: [main] } }';
const BUILD = 'build: { images: { app: web, proxy: { ecr: proxy } } }';

test('a config that starts from commits is right', () => {
  expect(diagnosticsOf(COMMITS)).toEqual([]);
});

describe('what is left out gets the documented defaults', () => {
  test('in a rolling deployment', () => {
    expect(commitsOf().pipelines[0]).toMatchObject({
      kind: 'ecs-rolling',
      approval: false,
      deploy: { taskDefinition: 'taskdef.json', timeoutMinutes: 30 },
      service: {
        owned: true,
        container: 'app',
        minimumHealthyPercent: 100,
        maximumPercent: 200,
        rollbackOn: ['failure', 'alarm'],
      },
    });
    expect(commitsOf().pipelines[0]?.scan).toBeUndefined();
  });

  test('in a blue/green deployment from git', () => {
    expect(commitsOf().pipelines[2]?.deploy).toMatchObject({
      appSpec: 'appspec.yaml',
      taskDefinition: 'taskdef.json',
    });
  });

  test('in a build and a check', () => {
    const settings = {
      image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
      compute: 'small',
      timeoutMinutes: 60,
      queuedTimeoutMinutes: 30,
      cache: 'none',
      variables: [],
    };
    const [web] = commitsOf().pipelines;
    expect(fromGit(web).build).toMatchObject({ ...settings, privileged: true, exports: [] });
    expect(web?.checks).toEqual([
      { name: 'unit-tests', buildspec: 'test.yml', ...settings, privileged: false },
    ]);
  });

  test('in an image, whether it is written short or not', () => {
    const image = {
      existing: false,
      untaggedExpiryDays: 1,
      keep: 100,
      context: '.',
      dockerfile: 'Dockerfile',
      shared: false,
    };
    expect(fromGit(commitsOf().pipelines[0]).build.images).toEqual([
      { container: 'app', repository: 'web', ...image },
      { container: 'proxy', repository: 'proxy', ...image },
    ]);
  });
});

test('a team’s own buildspec runs docker only where the file has it so', () => {
  const own = (more = '') =>
    fromGit(commitsOf([BUILD, `build: { buildspec: build.yml, images: { app: web }${more} }`]).pipelines[0]);
  expect(own().build).toMatchObject({ buildspec: 'build.yml', privileged: false });
  expect(own(', privileged: true').build.privileged).toBe(true);
});

describe('build: docker', () => {
  test('is one image of the service’s container in a repository named like the pipeline', () => {
    const [web] = commitsOf(
      [BUILD, 'build: docker'],
      ['service: {}', 'service: { container: web }'],
    ).pipelines;
    expect(fromGit(web).build.images).toMatchObject([{ container: 'web', repository: 'web' }]);
  });

  test('stays so where an environment changes what it runs on', () => {
    const { pipelines } = commitsOf(
      [BUILD, 'build: docker'],
      ['prd: {}', 'prd: { build: { compute: large } }'],
    );
    expect(fromGit(pipelines[1]).build).toMatchObject({
      compute: 'large',
      images: [{ container: 'app', repository: 'web' }],
    });
  });

  test('takes the place of a mapping in an environment', () => {
    const { pipelines } = commitsOf(['prd: {}', 'prd: { build: docker }']);
    expect(fromGit(pipelines[1]).build.images).toHaveLength(1);
  });
});

describe('what starts a pipeline', () => {
  const git = (more: string) =>
    fromGit(commitsOf([GIT, `git: { connection: github, repository: acme/web${more} }`]).pipelines[0]).git;

  test('is a push to its branch where no filter is given', () => {
    expect(git(', branch: trunk')).toMatchObject({
      branch: 'trunk',
      push: [{ branches: { includes: ['trunk'], excludes: [] } }],
      pullRequest: [],
    });
  });

  test('is still a push to its branch where pull requests are checked', () => {
    expect(git(', pullRequest: { branches: [main] }, pullRequestEnvironment: stg')).toMatchObject({
      push: [{ branches: { includes: ['main'], excludes: [] } }],
      pullRequest: [{ events: ['OPEN', 'UPDATED'], branches: { includes: ['main'] } }],
    });
  });

  test('is a person alone where push is an empty list', () => {
    expect(git(', push: []')).toMatchObject({ push: [], pullRequest: [] });
  });

  test('may be one of several filters, with what is excluded', () => {
    const push = '[{ branches: { excludes: [wip/**] } }, { tags: ["v*"] }]';
    expect(git(`, push: ${push}`).push).toEqual([
      { branches: { includes: ['**'], excludes: ['wip/**'] } },
      { tags: { includes: ['v*'], excludes: [] } },
    ]);
  });

  test('is replaced as a whole in an environment', () => {
    const files = 'push: { branches: [main], files: [web/**] }';
    const { pipelines } = commitsOf(
      ['push: { branches: [main] }', files],
      ['prd: {}', 'prd: { source: { git: { push: { tags: ["v*"] } } } }'],
    );
    expect(fromGit(pipelines[1]).git.push).toEqual([{ tags: { includes: ['v*'], excludes: [] } }]);
  });
});

test('{environment} stands for the environment in repositories, paths, patterns and variables', () => {
  const { pipelines } = commitsOf(
    ['acme/web, push: { branches: [main]', 'acme/web, push: { branches: ["to/{environment}"]'],
    [
      BUILD,
      'build: { images: { app: { ecr: "{environment}/web", context: "{environment}" } }, environment: { KEY: { parameter: "/{environment}/key" } } }',
    ],
    ['deploy: {}', 'deploy: { taskDefinition: "{environment}/taskdef.json" }'],
    ['unit-tests: test.yml', 'unit-tests: "{environment}.yml"'],
  );
  const { git, build } = fromGit(pipelines[1]);
  expect(git.push[0]?.branches?.includes).toEqual(['to/prd']);
  expect(build.images[0]).toMatchObject({ repository: 'prd/web', context: 'prd' });
  expect(build.variables).toEqual([{ name: 'KEY', type: 'PARAMETER_STORE', value: '/prd/key' }]);
  expect(pipelines[1]?.deploy).toMatchObject({ taskDefinition: 'prd/taskdef.json' });
  expect(pipelines[1]?.checks[0]?.buildspec).toBe('prd.yml');
});

test('a variable is a value, a parameter or a secret, and an environment replaces it as a whole', () => {
  const { pipelines } = commitsOf(
    [
      'proxy: { ecr: proxy } }',
      'proxy: { ecr: proxy } }, environment: { A: a, B: { secret: "shop/token:password" } }',
    ],
    ['prd: {}', 'prd: { build: { environment: { B: { parameter: /b } } } }'],
  );
  expect(fromGit(pipelines[0]).build.variables).toEqual([
    { name: 'A', type: 'PLAINTEXT', value: 'a' },
    { name: 'B', type: 'SECRETS_MANAGER', value: 'shop/token:password' },
  ]);
  expect(fromGit(pipelines[1]).build.variables[1]).toEqual({
    name: 'B',
    type: 'PARAMETER_STORE',
    value: '/b',
  });
});

test('an image that is written short may be written out in an environment', () => {
  const { pipelines } = commitsOf(['prd: {}', 'prd: { build: { images: { app: { context: app } } } }']);
  expect(fromGit(pipelines[1]).build.images[0]).toMatchObject({ repository: 'web', context: 'app' });
});

describe('an environment may take its releases from elsewhere', () => {
  test('from another host', () => {
    const { pipelines } = commitsOf([
      'prd: {}',
      'prd: { source: { git: { codecommit: true, repository: web } } }',
    ]);
    expect(fromGit(pipelines[1]).git.host).toEqual({ type: 'codecommit' });
  });

  test('from git where the others take uploads', () => {
    const { pipelines } = configOf([
      'stg: {}',
      'stg: { source: { git: { codecommit: true, repository: web } }, build: docker }',
    ]);
    expect(pipelines.map(({ source }) => source.from)).toEqual(['git', 'uploads']);
  });

  test('from uploads where the others take commits, without the keys of a build', () => {
    const uploads = 'source: { image: { ecr: api }, settings: { s3: api-settings } }';
    const { pipelines } = commitsOf(['environments: { stg: {} }', `environments: { stg: { ${uploads} } }`]);
    expect(pipelines[2]).toMatchObject({ checks: [], source: { from: 'uploads' } });
  });
});

test('an existing rolling service keeps its task definition unless one is named', () => {
  const service =
    'service: { existing: { cluster: apps, service: web, family: web, taskRoles: ["arn:aws:iam::111111111111:role/web"] } }';
  const { pipelines } = commitsOf(['service: {}', service], ['      prd: {}\n', '']);
  expect(pipelines[0]?.service).toMatchObject({ owned: false, cluster: 'apps', service: 'web' });
  expect(pipelines[0]?.deploy).toEqual({ taskDefinition: undefined, timeoutMinutes: 30 });
});

test('a scan’s threshold is written as people write it', () => {
  expect(commitsOf(['deploy: {}', 'scan: high']).pipelines[0]?.scan).toBe('HIGH');
  expect(configOf(['deploy: {}', 'scan: critical']).pipelines[0]?.scan).toBe('CRITICAL');
  const off = configOf(['deploy: {}', 'scan: critical'], ['stg: {}', 'stg: { scan: off }']).pipelines[0];
  expect(off?.scan).toBeUndefined();
});

test('a CI outside AWS is known by its repository, its branch, and who issues its tokens', () => {
  const ci = (fields: string) =>
    configOf(['settings: {', `ci: { ${fields} }\n      settings: {`]).pipelines[0]?.source;
  expect(ci('provider: gitlab, repository: acme/shop/web')).toMatchObject({
    ci: {
      provider: 'gitlab',
      repository: 'acme/shop/web',
      branch: 'main',
      url: 'https://gitlab.com',
      existingIdentityProvider: false,
    },
  });
  expect(ci('provider: github, repository: acme/web')).toMatchObject({
    ci: { url: 'https://token.actions.githubusercontent.com' },
  });
});

test('connections are the factory’s own or there already', () => {
  const arn = 'arn:aws:codeconnections:ap-northeast-1:111111111111:connection/0a1b2c3d';
  const [web] = commitsOf(['{ provider: GitHub }', `{ arn: "${arn}" }`]).pipelines;
  expect(fromGit(web).git.host).toEqual({ type: 'connection', connection: { name: 'github', arn } });
});

test('what only builds know does not go with uploads', () => {
  const rules = (to: string) =>
    diagnosticsOf(changed(['deploy: {}', to]))
      .map(({ path, rule }) => `${path}: ${rule}`)
      .join('\n');
  expect(rules('build: docker')).toContain('pipelines.web.build: goes with source.git only');
  expect(rules('checks: { unit: test.yml }')).toContain('pipelines.web.checks: goes with source.git only');
  expect(rules('deploy: { appSpec: a.yaml }')).toContain(
    'pipelines.web.deploy.appSpec: goes with source.git only',
  );
});

test('commits are not released without a build', () => {
  expect(diagnosticsOf(commits(['    build: docker\n', '']))).toMatchObject([
    { path: 'pipelines.api.build', rule: 'is required with source.git: docker, or a mapping' },
  ]);
});
