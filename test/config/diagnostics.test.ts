import { changed, EXISTING, diagnosticOf, diagnosticsOf, RIGHT } from './diagnostics-of';

/** A change to the right config, the field it makes wrong, and part of the message. */
type Case = readonly [from: string, to: string, path: string, message: string];

const IMAGE = '{ ecr: web }';
const SETTINGS = 's3: "web-{environment}"';
const WEB = 'pipelines.web';
const LONG = 'a'.repeat(60);

test.each<Case>([
  ['prefix: shop', 'prefix: Shop', 'prefix', 'lower-case letters'],
  ['prefix: shop', 'prefix: shop-', 'prefix', 'lower-case letters'],
  ['prefix: shop\n', '', 'prefix', 'is required'],
  ['prefix: shop', 'prefix: awsome', 'prefix', 'must not start with aws or ssm'],
  ['prefix: shop', 'prefix: internal', 'prefix', 'internal-'],
  ['account: "111111111111"', 'account: 111111111111', 'environments.stg.account', 'in quotes'],
  ['account: "111111111111"', 'account: "11111111111"', 'environments.stg.account', 'twelve digits'],
  ['region: eu-west-1', 'region: mars-west-1', 'environments.prd.region', 'must be an AWS region'],
  ['eu-west-1 }', 'eu-west-1, logRetention: 31d }', 'environments.prd.logRetention', 'CloudWatch'],
  ['eu-west-1 }', 'eu-west-1, retain: yes }', 'environments.prd.retain', 'true or false'],
  ['eu-west-1 }', 'eu-west-1, approvers: [ops] }', 'environments.prd.approvers[0]', 'e-mail'],
  ['eu-west-1 }', 'eu-west-1, approvers: [a@b.io, a@b.io] }', 'environments.prd.approvers[1]', 'already'],
  ['eu-west-1 }', 'eu-west-1, approvers: a@b.io }', 'environments.prd.approvers', 'must be a list'],
  [IMAGE, '{ ecr: Web }', `${WEB}.source.image.ecr`, 'ECR repository name'],
  [IMAGE, '{ ecr: web//x }', `${WEB}.source.image.ecr`, 'ECR repository name'],
  [IMAGE, '{ ecr: "web-{env}" }', `${WEB}.source.image.ecr`, '{environment}'],
  [IMAGE, '{ ecr: web, tag: 1.0 }', `${WEB}.source.image.tag`, 'write it in quotes'],
  [IMAGE, '{ ecr: web, tag: ":x" }', `${WEB}.source.image.tag`, 'image tag'],
  [IMAGE, '{ ecr: web, tag: shop-web-stg-serving }', `${WEB}.source.image.tag`, 'keeps that tag'],
  [IMAGE, '{ ecr: web, untaggedExpiry: 36h }', `${WEB}.source.image.untaggedExpiry`, 'whole days'],
  [IMAGE, '{ ecr: web, untaggedExpiry: 0d }', `${WEB}.source.image.untaggedExpiry`, '1 to 3,650 days'],
  [`image: ${IMAGE}`, 'images: []', `${WEB}.source.images`, 'at least 1 entry'],
  [`image: ${IMAGE}`, `images: [${'{ ecr: aa }, '.repeat(5)}]`, `${WEB}.source.images`, 'at most 4 entries'],
  [`image: ${IMAGE}`, 'images: [{ ecr: aa }, { ecr: aa }]', `${WEB}.source.images[1].ecr`, 'same repository'],
  [`image: ${IMAGE}\n`, '\n', `${WEB}.source`, 'either image or images'],
  [SETTINGS, 's3: Web', `${WEB}.source.settings.s3`, 'S3 bucket name'],
  [SETTINGS, 's3: "10.0.0.1"', `${WEB}.source.settings.s3`, 'S3 bucket name'],
  [SETTINGS, 's3: "x-{environment}-"', `${WEB}.source.settings.s3`, 'start and end'],
  [SETTINGS, `${SETTINGS}, key: "*.zip"`, `${WEB}.source.settings.key`, 'object key'],
  [SETTINGS, `${SETTINGS}, key: "/a.zip"`, `${WEB}.source.settings.key`, 'object key'],
  [SETTINGS, `${SETTINGS}, trigger: poll`, `${WEB}.source.settings.trigger`, 'eventbridge, cloudtrail'],
  [
    'deploy: {}',
    'deploy: { blueTerminationWait: soon }',
    `${WEB}.deploy.blueTerminationWait`,
    'duration such as',
  ],
  [
    'deploy: {}',
    'deploy: { blueTerminationWait: 5 }',
    `${WEB}.deploy.blueTerminationWait`,
    'duration such as',
  ],
  [
    'deploy: {}',
    'deploy: { blueTerminationWait: 2881m }',
    `${WEB}.deploy.blueTerminationWait`,
    '2,880 minutes',
  ],
  [
    'deploy: {}',
    'deploy: { blueTerminationWait: 90s }',
    `${WEB}.deploy.blueTerminationWait`,
    'whole minutes',
  ],
  ['deploy: {}', 'deploy: { rollbackOn: [alarms] }', `${WEB}.deploy.rollbackOn[0]`, 'failure, stop, alarm'],
  ['deploy: {}', 'deploy: { traffic: half }', `${WEB}.deploy.traffic`, 'all-at-once, or a mapping'],
  ['deploy: {}', 'deploy: { traffic: {} }', `${WEB}.deploy.traffic`, 'exactly one of canary and linear'],
  ['deploy: {}', 'deploy:', `${WEB}.deploy`, 'must not be empty'],
  ['service: {}', 'service: { port: 70000 }', `${WEB}.service.port`, 'at most 65,535'],
  ['service: {}', 'service: { port: 80.5 }', `${WEB}.service.port`, 'must be a whole number'],
  ['service: {}', 'service: { testPort: 80 }', `${WEB}.service.testPort`, 'production listener'],
  ['service: {}', 'service: { allowFrom: [10.0.0.0] }', `${WEB}.service.allowFrom[0]`, 'IPv4 range'],
  ['service: {}', 'service: { healthCheckPath: health }', `${WEB}.service.healthCheckPath`, 'starts with /'],
  ['service: {}', 'service: 3', `${WEB}.service`, 'must be a mapping'],
  ['kind: ecs-blue-green', 'kind: terraform', `${WEB}.kind`, 'unknown kind; there is ecs-blue-green'],
  [
    '    kind: ecs-blue-green\n',
    '',
    `${WEB}.kind`,
    'is required: one of ecs-blue-green, ecs-rolling, asg-blue-green, lambda',
  ],
  ['      prd: {}', '      dev: {}', `${WEB}.environments.dev`, 'there is stg, prd'],
  ['      prd: {}', '      prd: { approval: maybe }', `${WEB}.environments.prd.approval`, 'true or false'],
  ['  web:', '  foundation:', 'pipelines.foundation', 'keeps for its own stacks'],
  ['  web:', '  sources:', 'pipelines.sources', 'keeps for its own stacks'],
  ['  web:', '  Web:', 'pipelines.Web', 'lower-case letters'],
  ['  web:', '  __proto__:', 'pipelines.__proto__', 'cannot be used as a key'],
])('%j to %j: %s %s', (from, to, path, message) => {
  const diagnostics = diagnosticsOf(changed([from, to]));
  expect(diagnostics.map((diagnostic) => diagnostic.path)).toContain(path);
  const diagnostic = diagnostics.find((candidate) => candidate.path === path);
  expect(diagnostic?.rule).toContain(message);
  expect(diagnostic?.position?.line).toBeGreaterThan(0);
});

test.each([
  ['pipelines: {}', /pipelines:[^]*/, 'pipelines', 'at least one pipeline'],
  [
    'environments: {}\npipelines:',
    /environments:[^]*?pipelines:/,
    'environments',
    'at least one environment',
  ],
])('%j is too little', (to, from, path, message) => {
  expect(diagnosticsOf(RIGHT.replace(from, to))[0]).toMatchObject({
    path,
    rule: expect.stringContaining(message) as string,
  });
});

describe('a misspelt word is answered with the nearest right one', () => {
  test.each([
    ['prefix: shop', 'prefx: shop', 'prefix'],
    ['region: eu-west-1', 'regoin: eu-west-1', 'region'],
    ['region: ap-northeast-1', 'region: ap-norteast-1', 'ap-northeast-1'],
    ['kind: ecs-blue-green', 'kind: ecs-bluegreen', 'ecs-blue-green'],
    ['ecr: web', 'ecr: web, tagg: x', 'tag'],
    ['deploy: {}', 'deploy: { trafic: all-at-once }', 'traffic'],
    ['deploy: {}', 'deploy: { traffic: all-at-onec }', 'all-at-once'],
    ['deploy: {}', 'deploy: { traffic: { canray: { percentage: 5, interval: 1m } } }', 'canary'],
    ['service: {}', 'service: { exsting: {} }', 'existing'],
    ['      stg: {}', '      sttg: {}', 'stg'],
    ['      stg: {}', '      stg: { aproval: true }', 'approval'],
    ['      stg: {}', '      stg: { service: { prot: 81 } }', 'port'],
  ])('%s to %s', (from, to, meant) => {
    expect(diagnosticOf(changed([from, to])).suggestion).toBe(meant);
  });
});

test('a misspelt kind hides nothing else: the rest is held to the rules of the kind that was meant', () => {
  const diagnostics = diagnosticsOf(
    changed(
      ['kind: ecs-blue-green', 'kind: ecs-bluegreen'],
      ['{ ecr: web }', '{ ecr: web, tagg: x }'],
      ['deploy: {}', 'deploy: { blueTerminationWait: 3d }'],
    ),
  );
  expect(diagnostics.map(({ path }) => path)).toEqual([
    'pipelines.web.kind',
    'pipelines.web.source.image.tagg',
    'pipelines.web.deploy.blueTerminationWait',
  ]);
});

test('a tab in the indentation is one mistake, not also all the lines that then seem out of place', () => {
  expect(diagnosticOf(changed(['    kind:', '\tkind:'])).rule).toContain('indented with a tab');
});

test.each([
  ['with a byte order mark', `\uFEFF${RIGHT}`],
  ['with the line ends of Windows', RIGHT.replaceAll('\n', '\r\n')],
])('a file %s is read like every other', (_, text) => {
  expect(diagnosticsOf(text)).toEqual([]);
});

test('a service of one’s own that two pipelines deploy to is refused before CodeDeploy does', () => {
  const both = changed(
    ['account: "222222222222", region: eu-west-1', 'account: "111111111111", region: ap-northeast-1'],
    ['service: {}', `service: ${EXISTING}`],
  );
  expect(diagnosticOf(both)).toMatchObject({
    path: 'pipelines.web.service.existing.service',
    rule: 'is the service of web in stg too: CodeDeploy takes one deployment group a service',
    got: 'web',
  });
});

describe('AWS limits', () => {
  test('the most telling of the composed names that are too long is named, with length and limit', () => {
    const { path, rule } = diagnosticOf(
      changed(['  web:', '  checkout-and-payment:'], ['      prd: {}\n', '']),
    );
    expect(path).toBe('pipelines.checkout-and-payment.environments.stg');
    expect(rule).toBe(
      'makes the target group name shop-checkout-and-payment-stg-green, which has 35 characters; AWS takes at most 32',
    );
  });

  test('roles may be longer than load balancers, but not without end', () => {
    const existing = changed(['service: {}', `service: ${EXISTING}`], ['      prd: {}\n', '']);
    expect(diagnosticsOf(existing.replace('  web:', `  ${'a'.repeat(48)}:`))).toEqual([]);
    expect(diagnosticOf(existing.replace('  web:', `  ${LONG}:`)).rule).toContain(
      `IAM role name shop-${LONG}-stg-deploy`,
    );
  });

  test('an environment’s name must leave room for the artifact bucket’s', () => {
    const diagnostics = diagnosticsOf(RIGHT.replaceAll('prd', 'production-in-all-of-europe'));
    expect(diagnostics.find(({ path }) => path === 'environments.production-in-all-of-europe')?.rule).toMatch(
      /S3 bucket name shop-foundation-production-in-all-of-europe-222222222222-eu-west-1, which has \d+ characters; AWS takes at most 63/,
    );
  });

  test.each([
    ['{ ecr: web }', `{ ecr: "${'{environment}'.repeat(90)}" }`, 'repository name'],
    [
      '{ ecr: web }',
      `{ ecr: web, tag: "x${'a'.repeat(110)}-{environment}{environment}{environment}{environment}{environment}{environment}" }`,
      'tag',
    ],
    ['s3: "web-{environment}"', `s3: "${'x'.repeat(61)}{environment}"`, 'bucket name'],
    ['"web-{environment}" }', `"web-{environment}", key: "${'{environment}'.repeat(342)}" }`, 'object key'],
  ])('hold for %s with the environment’s name put in', (from, to, what) => {
    const diagnostics = diagnosticsOf(changed([from, to], ['      prd: {}\n', '']));
    expect(diagnostics.map(({ rule }) => rule).join('\n')).toContain(what);
  });

  test('traffic cannot take longer than two days to move', () => {
    const linear = 'deploy: { traffic: { linear: { percentage: 1, interval: 1h } } }';
    expect(diagnosticsOf(changed(['deploy: {}', linear]))[0]?.rule).toContain('5,940 minutes');
  });
});
