import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, parseConfig } from '../../lib/load-config';
import { ConfigError } from '../../lib/config/config-error';
import { EXISTING, RIGHT, configOf } from './diagnostics-of';

test('the example config makes one pipeline in each environment, and only production asks a person', () => {
  const config = loadConfig(join(__dirname, '../../pipelines.yaml'));
  expect(config.prefix).toBe('shop');
  expect(
    config.pipelines.map(({ name, environment, approval }) => [name, environment.name, approval]),
  ).toEqual([
    ['storefront', 'stg', false],
    ['storefront', 'prd', true],
    ['shopfront', 'stg', false],
    ['shopfront', 'prd', true],
    ['fleet', 'stg', false],
    ['fleet', 'prd', true],
    ['quotes', 'stg', false],
    ['quotes', 'prd', true],
  ]);
  expect(config.pipelines).toMatchObject([
    { source: { settings: { key: 'stg/settings.zip' } } },
    { source: { settings: { key: 'prd/settings.zip' } } },
    { source: { git: { push: [{ branches: { includes: ['main'] } }] } } },
    { source: { git: { push: [{ tags: { includes: ['v*'] } }] } } },
    { source: { git: { push: [{ branches: { includes: ['main'] } }] } }, fleet: { min: 2, max: 10 } },
    { source: { git: { push: [{ tags: { includes: ['v*'] } }] } }, fleet: { min: 4, max: 20 } },
    { source: { git: { push: [{ branches: { includes: ['main'] } }] } }, kind: 'lambda' },
    { source: { git: { push: [{ tags: { includes: ['v*'] } }] } }, kind: 'lambda' },
  ]);
});

test('what is left out gets the documented defaults', () => {
  const [pipeline] = configOf().pipelines;
  expect(pipeline).toMatchObject({
    approval: false,
    environment: { retain: false, approvers: [], logRetentionDays: 30 },
    source: {
      images: [{ repository: 'web', tag: 'latest', existing: false, untaggedExpiryDays: 1 }],
      settings: { bucket: 'web-stg', key: 'settings.zip', existing: false, trigger: 'eventbridge' },
    },
    deploy: {
      traffic: { type: 'all-at-once' },
      blueTerminationWaitMinutes: 5,
      rollbackOn: ['failure', 'stop', 'alarm'],
    },
    service: {
      owned: true,
      container: 'app',
      port: 80,
      healthCheckPath: '/',
      desiredCount: 1,
      testPort: 8080,
      allowFrom: ['0.0.0.0/0'],
    },
  });
});

test('a service need not be mentioned for the factory to make one', () => {
  expect(configOf(['    service: {}\n', '']).pipelines[0]?.service.owned).toBe(true);
});

test('an environment with nothing behind its name changes nothing', () => {
  expect(configOf(['stg: {}', 'stg:']).pipelines).toEqual(configOf().pipelines);
});

test('durations become the units AWS counts in', () => {
  const [pipeline] = configOf(
    [
      'deploy: {}',
      'deploy: { blueTerminationWait: 1h30m, traffic: { canary: { percentage: 10, interval: 5m } } }',
    ],
    ['{ ecr: web }', '{ ecr: web, untaggedExpiry: 48h }'],
  ).pipelines;
  expect(pipeline).toMatchObject({
    deploy: {
      blueTerminationWaitMinutes: 90,
      traffic: { type: 'canary', percentage: 10, intervalMinutes: 5 },
    },
    source: { images: [{ untaggedExpiryDays: 2 }] },
  });
});

test('{environment} stands for the environment in repository, tag, bucket and key', () => {
  const { pipelines } = configOf(
    ['{ ecr: web }', '{ ecr: "{environment}/web", tag: "for-{environment}" }'],
    ['"web-{environment}" }', '"web-{environment}", key: "{environment}/{environment}.zip" }'],
  );
  expect(pipelines[1]?.source).toMatchObject({
    images: [{ repository: 'prd/web', tag: 'for-prd' }],
    settings: { bucket: 'web-prd', key: 'prd/prd.zip' },
  });
});

test('up to four images keep their order', () => {
  const images = 'images: [{ ecr: a1 }, { ecr: b2 }, { ecr: c3 }, { ecr: d4 }]';
  const [pipeline] = configOf(['image: { ecr: web }', images]).pipelines;
  expect(pipeline?.source).toMatchObject({
    images: [{ repository: 'a1' }, { repository: 'b2' }, { repository: 'c3' }, { repository: 'd4' }],
  });
});

test('an existing service without alarms is rolled back on failure and stop', () => {
  const { pipelines } = configOf(['service: {}', `service: ${EXISTING}`], ['      prd: {}\n', '']);
  expect(pipelines[0]?.service).toMatchObject({ owned: false, targetGroups: ['web-1', 'web-2'], alarms: [] });
  expect(pipelines[0]?.deploy).toMatchObject({ rollbackOn: ['failure', 'stop'] });
});

test('given subnets serve tasks too where no private ones are named', () => {
  const network = '{ vpc: vpc-0123abcd, publicSubnets: [subnet-0123abcd, subnet-4567abcd] }';
  const [pipeline] = configOf(['service: {}', `service: { network: ${network} }`]).pipelines;
  expect(pipeline?.service).toMatchObject({
    network: { privateSubnets: ['subnet-0123abcd', 'subnet-4567abcd'] },
  });
});

test('anchors and merge keys are understood', () => {
  const text = RIGHT.replace('stg: {', 'stg: &shared {').replace(
    /prd: \{ account.*/,
    'prd: { <<: *shared, retain: true }',
  );
  expect(parseConfig(text, 'pipelines.yaml').environments[1]).toMatchObject({
    account: '111111111111',
    retain: true,
  });
});

describe('a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (content: string | Buffer) => {
    writeFileSync(join(folder, 'pipelines.yaml'), content);
    return join(folder, 'pipelines.yaml');
  };
  const messageOf = (path: string) => {
    try {
      loadConfig(path);
    } catch (error) {
      return error instanceof ConfigError ? error.format() : String(error);
    }
    return 'nothing is wrong';
  };

  test.each([
    ['that is missing', () => join(folder, 'nowhere.yaml'), 'there is no such file'],
    ['that is a directory', () => folder, 'is a directory, not a file'],
    ['that is empty', () => file(''), 'is empty'],
    ['of comments only', () => file('# nothing\n'), 'is empty'],
    ['of bytes that are no text', () => file(Buffer.from([0xff, 0xfe, 0x00])), 'is not UTF-8 text'],
    [
      'that is no mapping',
      () => file('- a\n- b\n'),
      'must be a mapping with prefix, environments, connections, pipelines  got: a list of 2',
    ],
    ['that is no YAML', () => file('prefix: [a\n'), 'is not YAML'],
    [
      'that is indented with a tab',
      () => file('environments:\n\tstg: {}\n'),
      ':2:1  error  is indented with a tab',
    ],
    [
      'of two documents',
      () => file('prefix: a\n---\nprefix: b\n'),
      ':2:1  error  starts a second YAML document',
    ],
    ['with a tag YAML does not know', () => file('prefix: !Ref a\n'), 'is not YAML'],
    ['with {environment} out of quotes', () => file('key: {environment}/a.zip\n'), 'must be in quotes'],
    ['whose aliases multiply without end', () => file(bomb()), 'is not YAML'],
  ])('%s is refused in one sentence', (_, make, part) => {
    const path = make();
    const message = messageOf(path);
    expect(message).toContain(part);
    expect(message).toContain(path);
    expect(message).not.toContain('    at ');
  });
});

function bomb(): string {
  const level = (name: string, below: string) =>
    `${name}: &${name} [${Array(10).fill(`*${below}`).join(', ')}]\n`;
  return `a: &a [x, x]\n${level('b', 'a')}${level('c', 'b')}${level('d', 'c')}${level('e', 'd')}`;
}
