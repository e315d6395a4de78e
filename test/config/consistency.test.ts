import { changed, EXISTING, diagnosticOf, diagnosticsOf } from './diagnostics-of';

/** A second pipeline after the first, in stg only. */
const second = (fields: string, name = 'api') =>
  `${changed()}  ${name}:\n    kind: ecs-blue-green\n${fields}    environments: { stg: {} }\n`;

const source = (image: string, settings: string) =>
  `    source: { image: { ${image} }, settings: { ${settings} } }\n`;

test('pipelines may share a repository and a bucket that they agree on', () => {
  expect(diagnosticsOf(second(source('ecr: web, tag: api', 's3: web-stg, key: api.zip')))).toEqual([]);
});

test('a repository cannot be there already for one pipeline and be made for another', () => {
  const diagnostic = diagnosticOf(second(source('ecr: web, existing: true', 's3: api-settings')));
  expect(diagnostic.path).toBe('pipelines.api.source.image.existing');
  expect(diagnostic.rule).toBe(
    'ECR repository web is existing here, but made by the factory at pipelines.web.source.image.ecr',
  );
});

test('a bucket cannot be there already for one pipeline and be made for another', () => {
  const diagnostic = diagnosticOf(second(source('ecr: api', 's3: web-stg, existing: true')));
  expect(diagnostic.path).toBe('pipelines.api.source.settings.existing');
});

test('an owned repository has one expiry', () => {
  const diagnostic = diagnosticOf(second(source('ecr: web, untaggedExpiry: 7d', 's3: api-settings')));
  expect(diagnostic.path).toBe('pipelines.api.source.image.untaggedExpiry');
  expect(diagnostic.rule).toContain('keeps untagged images 7d here, but 1d at');
});

test('a bucket cannot be in two places of the world', () => {
  const diagnostic = diagnosticOf(changed(['web-{environment}', 'web-settings']));
  expect(diagnostic.path).toBe('pipelines.web.source.settings.s3');
  expect(diagnostic.rule).toContain('bucket names are unique in the world; put {environment} in it');
});

test('an environment can differ instead, and mistakes are shown where it does', () => {
  const two = (bucket: string) =>
    changed(
      ['web-{environment}', 'web-settings'],
      ['prd: {}', `prd: { source: { settings: { s3: ${bucket} } } }`],
    );
  expect(diagnosticsOf(two('web-settings-prd'))).toEqual([]);
  expect(diagnosticOf(two('web-settings'))).toMatchObject({
    path: 'pipelines.web.environments.prd.source.settings.s3',
    got: 'web-settings',
    position: { line: 15 },
  });
});

test('two pipelines cannot come to the same name', () => {
  const text = changed(['  prd: {', '  api-stg: {'], ['      prd: {}\n', '']).replace('  web:', '  web-api:');
  const other = `${text}  web:\n    kind: ecs-blue-green\n${source('ecr: api', 's3: api-settings')}    environments: { api-stg: {} }\n`;
  const same = other.replace('"222222222222"', '"111111111111"').replace('eu-west-1', 'ap-northeast-1');
  expect(diagnosticsOf(other)).toEqual([]);
  expect(diagnosticsOf(same)).toContainEqual(
    expect.objectContaining({
      path: 'pipelines.web.environments.api-stg',
      rule: 'makes a second stack named shop-web-api-stg in 111111111111 ap-northeast-1: pipelines.web-api.environments.stg makes one already',
    }),
  );
});

test('a pipeline’s stack cannot be called like the stack of another’s service', () => {
  const text = changed(['  prd: {', '  stg-service: {'], ['prd: {}', 'stg-service: {}'])
    .replace('"222222222222"', '"111111111111"')
    .replace('eu-west-1', 'ap-northeast-1');
  expect(diagnosticOf(text).rule).toContain('stack named shop-web-stg-service');
});

describe('a service that is there already', () => {
  const existing = (from = '', to = '') =>
    changed(['service: {}', `service: ${EXISTING.replace(from, to)}`], ['      prd: {}\n', '']);
  const field = (name: string) => `pipelines.web.service.existing.${name}`;

  test('is of a family, without which nothing says what the pipeline may register', () => {
    expect(diagnosticOf(existing('family: web, ', '')).rule).toMatch(
      /^is required: the family of the service’s/,
    );
    expect(diagnosticOf(existing('family: web', 'family: "web:7"'))).toMatchObject({
      path: field('family'),
      got: 'web:7',
      position: { line: 12 },
    });
  });

  test('is of another family than a service that the factory makes', () => {
    const owned =
      '  api:\n    kind: ecs-blue-green\n' +
      source('ecr: api', 's3: api-settings') +
      '    environments: { stg: {} }\n';
    expect(diagnosticOf(existing('family: web', 'family: shop-api-stg') + owned)).toMatchObject({
      path: field('family'),
      rule: 'is the family of the service that the factory makes for api in stg, of which no other pipeline may register revisions',
      got: 'shop-api-stg',
    });
  });

  test('is accepted with cluster, service, listener, target groups and roles', () => {
    expect(diagnosticsOf(existing())).toEqual([]);
  });

  test.each([
    ['cluster: main, ', '', 'cluster', 'is required'],
    ['[web-1, web-2]', '[web-1]', 'targetGroups', 'at least 2 entries'],
    ['[web-1, web-2]', '[web-1, web-1]', 'targetGroups[1]', 'in the list already'],
    ['listener/app', 'targetgroup/app', 'productionListener', 'ARN of a load balancer’s listener'],
    ['ap-northeast-1:1', 'eu-west-1:1', 'productionListener', 'must be in 111111111111 ap-northeast-1'],
    ['iam::1', 'iam::2', 'taskRoles[0]', 'must be in 111111111111'],
  ])('with %j changed to %j is answered with what %s must be', (from, to, name, message) => {
    const diagnostic = diagnosticOf(existing(from, to));
    expect(diagnostic.path).toBe(field(name));
    expect(diagnostic.rule).toContain(message);
  });

  test('has no keys of an owned one beside it', () => {
    const diagnostic = diagnosticOf(existing('{ existing', '{ port: 80, existing'));
    expect(diagnostic.path).toBe('pipelines.web.service.port');
    expect(diagnostic.rule).toContain('does not go beside existing');
  });

  test('must name alarms before they can roll a deployment back', () => {
    const diagnostic = diagnosticOf(
      existing().replace('deploy: {}', 'deploy: { rollbackOn: [failure, alarm] }'),
    );
    expect(diagnostic.path).toBe('pipelines.web.deploy.rollbackOn');
    expect(diagnostic.rule).toContain('names no alarms');
  });

  test('has both listeners at one load balancer', () => {
    const arn = /productionListener: "([^"]+)"/.exec(EXISTING)?.[1] ?? '';
    const beside = (listener: string) => existing('cluster', `testListener: "${listener}", cluster`);
    expect(diagnosticsOf(beside(arn.replace('f2f7dc8efc522ab2', '0467ef3c8400ae65')))).toEqual([]);
    const diagnostic = diagnosticOf(beside(arn.replace('app/web', 'app/api')));
    expect(diagnostic.path).toBe(field('testListener'));
    expect(diagnostic.rule).toContain('same load balancer');
  });

  test('moves traffic at once where its load balancer is one of the network', () => {
    const network = existing('listener/app', 'listener/net');
    expect(diagnosticsOf(network)).toEqual([]);
    const steps = 'deploy: { traffic: { canary: { percentage: 10, interval: 5m } } }';
    const diagnostic = diagnosticOf(network.replace('deploy: {}', steps));
    expect(diagnostic.path).toBe('pipelines.web.deploy.traffic');
    expect(diagnostic.rule).toContain('must be all-at-once');
  });

  test('must have a test listener other than the production one', () => {
    const arn = /productionListener: ("[^"]+")/.exec(EXISTING)?.[1] ?? '';
    expect(diagnosticOf(existing('cluster', `testListener: ${arn}, cluster`)).path).toBe(
      field('testListener'),
    );
  });
});

describe('an environment’s variation', () => {
  test('takes the place of an alternative: an existing service for an owned one', () => {
    const text = changed(
      ['service: {}', 'service: { port: 8080 }'],
      ['stg: {}', `stg: { service: ${EXISTING} }`],
    );
    expect(diagnosticsOf(text)).toEqual([]);
  });

  test('takes the place of an alternative: linear for canary, images for image', () => {
    const text = changed(
      ['deploy: {}', 'deploy: { traffic: { canary: { percentage: 10, interval: 5m } } }'],
      [
        'stg: {}',
        'stg: { deploy: { traffic: { linear: { percentage: 50, interval: 1m } } }, source: { images: [{ ecr: web }] } }',
      ],
    );
    expect(diagnosticsOf(text)).toEqual([]);
  });

  test('that leaves the whole incomplete is shown where it varies', () => {
    const diagnostic = diagnosticsOf(
      changed(['stg: {}', 'stg: { service: { existing: { cluster: main } } }']),
    );
    expect(diagnostic.map(({ path }) => path)).toContain(
      'pipelines.web.environments.stg.service.existing.service',
    );
  });
});

test('everything that is wrong is reported at once, in the file’s order', () => {
  const diagnostics = diagnosticsOf(
    changed(
      ['prefix: shop', 'prefix: Shop'],
      ['eu-west-1 }', 'eu-west-1, retian: true }'],
      ['{ ecr: web }', '{ ecr: Web }'],
      ['deploy: {}', 'deploy: { blueTerminationWait: 3d }\n    deploy: { blueTerminationWait: 4d }'],
      ['      stg: {}', '      dev: {}'],
    ),
  );
  expect(diagnostics.map(({ path }) => path)).toEqual([
    'prefix',
    'environments.prd.retian',
    'pipelines.web.source.image.ecr',
    'pipelines.web.deploy',
    'pipelines.web.deploy.blueTerminationWait',
    'pipelines.web.environments.dev',
  ]);
});
