import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError, type LocatedDiagnostic } from '../../lib/config/config-error';
import type { AsgBlueGreenPipeline } from '../../lib/kinds/asg-blue-green/config/model';
import { parseConfig } from '../../lib/load-config';

const folder = mkdtempSync(join(tmpdir(), 'fleet-config-'));
writeFileSync(join(folder, 'start.sh'), '#!/bin/sh\n');
writeFileSync(join(folder, 'long.sh'), `${'#'.repeat(16_385)}\n`);
writeFileSync(join(folder, 'binary'), Buffer.from([0x1f, 0x8b, 0xff, 0xfe]));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const ELB = 'arn:aws:elasticloadbalancing:ap-northeast-1:111111111111';
const RULE = `${ELB}:listener-rule/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`;
const OTHER_RULE = `${ELB}:listener-rule/app/web/50dc6c495c0c9188/0467ef3c8400ae65/1291d13826f405c3`;
const [ONE, OTHER] = [
  `${ELB}:targetgroup/web-1/943f017f100becff`,
  `${ELB}:targetgroup/web-2/73e2d6bc24d8a067`,
];
const EXISTING = `{ existing: { listenerRule: "${RULE}", targetGroups: ["${ONE}", "${OTHER}"] } }`;

/** A config that is right, for tests to change one thing in. */
const RIGHT = `prefix: shop
environments:
  stg: { account: "111111111111", region: ap-northeast-1 }
pipelines:
  web:
    kind: asg-blue-green
    source: { git: { codecommit: true, repository: web } }
    checks: {}
    image: { base: { parameter: /base/x86_64 } }
    instances: { types: [t3.small] }
    fleet: { min: 2, max: 10 }
    deploy: {}
    service: {}
    environments:
      stg: {}
`;

/** The same behind a listener rule that is there already. */
const BEHIND_EXISTING = changed(
  RIGHT,
  ['service: {}', `service: ${EXISTING}`],
  ['types: [t3.small]', 'types: [t3.small], profile: web, securityGroups: [sg-0aaaaaaa]'],
  ['max: 10', 'max: 10, subnets: [subnet-0aaaaaaa, subnet-0bbbbbbb]'],
);

function changed(text: string, ...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`not in the config: ${from}`);
    return all.replace(from, to);
  }, text);
}

function diagnosticsOf(text: string): readonly LocatedDiagnostic[] {
  try {
    parseConfig(text, join(folder, 'pipelines.yaml'));
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.diagnostics;
    throw error;
  }
}

const pipelineOf = (text: string) =>
  parseConfig(text, join(folder, 'pipelines.yaml')).pipelines[0] as AsgBlueGreenPipeline;

/** A change to the right config, and where and how it is found. */
interface Case {
  readonly from: string;
  readonly to: string;
  /** Without `pipelines.web.`. */
  readonly path: string;
  readonly position: `${number}:${number}`;
  /** Part of the rule. */
  readonly rule: string;
  readonly got?: string;
}

const TYPES = 'types: [t3.small]';
const MAX = 'max: 10';
const DEPLOY = 'deploy: {}';
const BASE = '{ parameter: /base/x86_64 }';

const CASES: readonly Case[] = [
  // image
  {
    from: BASE,
    to: '{}',
    path: 'image.base',
    position: '9:20',
    rule: 'one of parameter, id, or owner and name',
  },
  {
    from: BASE,
    to: '{ parameter: /base, id: ami-0aaaaaaa }',
    path: 'image.base',
    position: '9:20',
    rule: 'and not several',
  },
  {
    from: BASE,
    to: '{ owner: amazon }',
    path: 'image.base',
    position: '9:20',
    rule: 'owner and name together',
  },
  {
    from: BASE,
    to: '{ id: ami-1 }',
    path: 'image.base.id',
    position: '9:26',
    rule: 'the id of an AMI',
    got: 'ami-1',
  },
  {
    from: BASE,
    to: '{ owner: 123, name: al2023 }',
    path: 'image.base.owner',
    position: '9:29',
    rule: 'must be text',
    got: '123',
  },
  {
    from: '/base/x86_64',
    to: '/base/arm64',
    path: 'image.base.parameter',
    position: '9:33',
    rule: 'is the parameter of an image of arm64, but t3.small is of x86_64',
    got: '/base/arm64',
  },
  {
    from: `${BASE} }`,
    to: `${BASE}, keep: 0 }`,
    path: 'image.keep',
    position: '9:55',
    rule: 'must be at least 1',
    got: '0',
  },
  {
    from: `${BASE} }`,
    to: `${BASE}, maxAge: 36h }`,
    path: 'image.maxAge',
    position: '9:57',
    rule: 'must be whole days',
    got: '36h',
  },
  {
    from: `${BASE} }`,
    to: `${BASE}, playbook: ../site.yml }`,
    path: 'image.playbook',
    position: '9:59',
    rule: 'without ..',
    got: '../site.yml',
  },
  {
    from: `${BASE} }`,
    to: `${BASE}, instance: { type: t4g.small } }`,
    path: 'image.instance.type',
    position: '9:67',
    rule: 'is a type of arm64',
    got: 't4g.small',
  },
  {
    from: `${BASE} }`,
    to: `${BASE}, build: { environment: { TOKEN: ghp_aaaaaaaaaaaaaaaaaaaaaaaa } } }`,
    path: 'image.build.environment.TOKEN',
    position: '9:80',
    rule: 'looks like a secret',
  },
  {
    from: `${BASE} }`,
    to: `${BASE}, build: { environment: { PACKER_LOG: "1" } } }`,
    path: 'image.build.environment.PACKER_LOG',
    position: '9:73',
    rule: 'a variable of the bake itself',
    got: 'PACKER_LOG',
  },
  // instances
  {
    from: TYPES,
    to: 'types: [t3.small, m7g.large]',
    path: 'instances.types[1]',
    position: '10:36',
    rule: 'is a type of arm64, but t3.small is of x86_64: one image cannot run on both',
    got: 'm7g.large',
  },
  {
    from: TYPES,
    to: 'types: []',
    path: 'instances.types',
    position: '10:25',
    rule: 'must have at least 1 entry',
  },
  {
    from: TYPES,
    to: 'types: [small]',
    path: 'instances.types[0]',
    position: '10:26',
    rule: 'an instance type',
    got: 'small',
  },
  {
    from: TYPES,
    to: `${TYPES}, userData: none.sh`,
    path: 'instances.userData',
    position: '10:47',
    rule: 'must be a text file beside this one',
    got: 'none.sh',
  },
  {
    from: TYPES,
    to: `${TYPES}, userData: binary`,
    path: 'instances.userData',
    position: '10:47',
    rule: 'must be a text file beside this one',
    got: 'binary',
  },
  {
    from: TYPES,
    to: `${TYPES}, userData: long.sh`,
    path: 'instances.userData',
    position: '10:47',
    rule: 'has 16,386 bytes; EC2 takes 16,384',
    got: 'long.sh',
  },
  {
    from: TYPES,
    to: `${TYPES}, profile: { name: web, role: "arn:aws:iam::222222222222:role/web" }`,
    path: 'instances.profile.role',
    position: '10:65',
    rule: 'must be in 111111111111, where stg is',
    got: 'arn:aws:iam::222222222222:role/web',
  },
  {
    from: TYPES,
    to: `${TYPES}, tags: { "aws:name": web }`,
    path: 'instances.tags["aws:name"]',
    position: '10:45',
    rule: 'which are reserved',
    got: 'aws:name',
  },
  {
    from: TYPES,
    to: `${TYPES}, tags: { "pipeline-factory:pipeline": other }`,
    path: 'instances.tags["pipeline-factory:pipeline"]',
    position: '10:45',
    rule: 'which are reserved',
    got: 'pipeline-factory:pipeline',
  },
  {
    from: TYPES,
    to: `${TYPES}, volumes: [{ device: /dev/sdb, size: 8, type: io2 }]`,
    path: 'instances.volumes[0].iops',
    position: '10:47',
    rule: 'is required with type io2',
  },
  {
    from: TYPES,
    to: `${TYPES}, volumes: [{ device: /dev/sdb, size: 8 }, { device: /dev/sdb, size: 9 }]`,
    path: 'instances.volumes[1].device',
    position: '10:88',
    rule: 'is the device of another volume too',
    got: '/dev/sdb',
  },
  // fleet
  {
    from: 'min: 2',
    to: 'min: 12',
    path: 'fleet.min',
    position: '11:19',
    rule: 'must not be more than fleet.max, 10',
    got: '12',
  },
  {
    from: 'min: 2',
    to: 'min: 0',
    path: 'fleet.min',
    position: '11:19',
    rule: 'must be at least 1',
    got: '0',
  },
  {
    from: MAX,
    to: `${MAX}, subnets: [subnet-0aaaaaaa, subnet-0bbbbbbb]`,
    path: 'fleet.subnets',
    position: '11:31',
    rule: 'needs service.network',
    got: 'subnets',
  },
  {
    from: MAX,
    to: `${MAX}, scaling: {}`,
    path: 'fleet.scaling',
    position: '11:40',
    rule: 'must have cpu or requests',
  },
  {
    from: MAX,
    to: `${MAX}, schedules: { night: { recurrence: 0 20 * * *, min: 12 } }`,
    path: 'fleet.schedules.night.min',
    position: '11:82',
    rule: 'must leave min, 12, at most max, 10',
    got: '12',
  },
  {
    from: MAX,
    to: `${MAX}, schedules: { night: { recurrence: 0 20 * * *, desired: 1 } }`,
    path: 'fleet.schedules.night.desired',
    position: '11:86',
    rule: 'must be 2 to 10',
    got: '1',
  },
  {
    from: MAX,
    to: `${MAX}, hooks: { warm: { on: launch, timeout: 5s } }`,
    path: 'fleet.hooks.warm.timeout',
    position: '11:69',
    rule: 'must be 30s to 2h',
    got: '5s',
  },
  {
    from: MAX,
    to: `${MAX}, notifications: "arn:aws:sns:eu-west-1:111111111111:web"`,
    path: 'fleet.notifications',
    position: '11:46',
    rule: 'must be in 111111111111 ap-northeast-1',
    got: 'arn:aws:sns:eu-west-1:111111111111:web',
  },
  {
    from: MAX,
    to: `${MAX}, schedules: { ${Array.from({ length: 90 }, (_, index) => `s${index}: { recurrence: "${index % 60} 8 * * *", timeZone: America/Argentina/Buenos_Aires, min: 2 }`).join(', ')} }`,
    path: 'fleet',
    position: '11:5',
    rule: 'bytes; Parameter Store takes 8,192',
    got: 'fleet',
  },
  // deploy
  {
    from: DEPLOY,
    to: 'deploy: { traffic: [50, 10, 100] }',
    path: 'deploy.traffic[1]',
    position: '12:29',
    rule: 'must be more than the step before it, 50',
    got: '10',
  },
  {
    from: DEPLOY,
    to: 'deploy: { traffic: [10, 50] }',
    path: 'deploy.traffic[1]',
    position: '12:29',
    rule: 'must be 100: the last step moves all traffic',
    got: '50',
  },
  {
    from: DEPLOY,
    to: 'deploy: { traffic: canary }',
    path: 'deploy.traffic',
    position: '12:24',
    rule: 'must be all-at-once, or a list of percentages',
    got: 'canary',
  },
  {
    from: DEPLOY,
    to: 'deploy: { hold: 2d }',
    path: 'deploy.hold',
    position: '12:21',
    rule: 'must be 0s to 23h',
    got: '2d',
  },
  {
    from: DEPLOY,
    to: 'deploy: { traffic: [10, 20, 30, 40, 100], bake: 5h }',
    path: 'deploy.bake',
    position: '12:53',
    rule: 'makes 5 steps of traffic take 1d1h; CodePipeline ends an action after 24h',
    got: '5h',
  },
  {
    from: DEPLOY,
    to: 'deploy: { hold: 20h, healthTimeout: 3h }',
    path: 'deploy.healthTimeout',
    position: '12:41',
    rule: 'CodePipeline ends an action after 24h',
    got: '3h',
  },
  // service
  {
    from: 'service: {}',
    to: 'service: { testPort: 80 }',
    path: 'service.testPort',
    position: '13:26',
    rule: 'must not be 80, the port of the production listener',
    got: '80',
  },
  // checks
  {
    from: 'checks: {}',
    to: 'checks: { bake: test.yml }',
    path: 'checks.bake',
    position: '8:15',
    rule: 'makes a second stage Bake',
    got: 'bake',
  },
  // approval
  {
    from: 'stg: {}',
    to: 'stg: { approval: maybe }',
    path: 'environments.stg.approval',
    position: '15:24',
    rule: 'must be true, false or traffic',
    got: 'maybe',
  },
];

const EXISTING_CASES: readonly Case[] = [
  {
    from: `, "${OTHER}"`,
    to: '',
    path: 'service.existing.targetGroups',
    position: '13:189',
    rule: 'must have 2 target groups, which blue and green take turns in: create the second one with the protocol, port',
  },
  {
    from: `"${OTHER}"`,
    to: `"${ONE}"`,
    path: 'service.existing.targetGroups[1]',
    position: '13:285',
    rule: 'is in the list already',
  },
  {
    from: 'existing: {',
    to: `existing: { testListenerRule: "${RULE}",`,
    path: 'service.existing.testListenerRule',
    position: '13:46',
    rule: 'another rule than the one that production traffic comes by',
  },
  {
    from: 'existing: {',
    to: `existing: { testListenerRule: "${OTHER_RULE.replace('ap-northeast-1', 'eu-west-1')}",`,
    path: 'service.existing.testListenerRule',
    position: '13:46',
    rule: 'must be in 111111111111 ap-northeast-1, where stg is',
  },
  {
    from: ', profile: web',
    to: '',
    path: 'instances.profile',
    position: '10:5',
    rule: 'is required with service.existing',
  },
  {
    from: ', securityGroups: [sg-0aaaaaaa]',
    to: '',
    path: 'instances.securityGroups',
    position: '10:5',
    rule: 'is required with service.existing',
  },
  {
    from: ', subnets: [subnet-0aaaaaaa, subnet-0bbbbbbb]',
    to: '',
    path: 'fleet.subnets',
    position: '11:5',
    rule: 'is required with service.existing: two or more, in different zones',
  },
  {
    from: ', subnet-0bbbbbbb',
    to: '',
    path: 'fleet.subnets',
    position: '11:40',
    rule: 'a fleet in one zone ends with it',
    got: 'a list of 1',
  },
  {
    from: `service: { existing`,
    to: 'service: { port: 8080, existing',
    path: 'service.port',
    position: '13:16',
    rule: 'does not go beside existing',
    got: 'port',
  },
];

test('the configs that the cases change are right', () => {
  expect(diagnosticsOf(RIGHT)).toEqual([]);
  expect(diagnosticsOf(BEHIND_EXISTING)).toEqual([]);
});

describe.each([
  { name: 'a fleet behind a load balancer of its own', right: RIGHT, cases: CASES },
  {
    name: 'a fleet behind a listener rule that is there already',
    right: BEHIND_EXISTING,
    cases: EXISTING_CASES,
  },
])('$name', ({ right, cases }) => {
  test.each(cases.map((one) => [`${one.path}: ${one.rule}`, one] as const))('%s', (_name, one) => {
    const diagnostics = diagnosticsOf(changed(right, [one.from, one.to]));
    expect(diagnostics.map(({ path, rule }) => `${path}: ${rule}`)).toHaveLength(1);
    const [{ path, rule, position, got }] = diagnostics as [LocatedDiagnostic];
    expect(path).toBe(`pipelines.web.${one.path}`);
    expect(rule).toContain(one.rule);
    expect(`${position?.line}:${position?.column}`).toBe(one.position);
    if (one.got !== undefined) expect(got).toBe(one.got);
  });
});

test('a listener rule, and a target group, are of one pipeline only', () => {
  const entry = BEHIND_EXISTING.slice(BEHIND_EXISTING.indexOf('  web:'));
  const both = `${BEHIND_EXISTING}${entry.replace('  web:', '  shop:').replace(OTHER, `${ELB}:targetgroup/web-3/93e2d6bc24d8a067`)}`;
  expect(diagnosticsOf(both).map(({ path, rule }) => `${path}: ${rule}`)).toEqual([
    'pipelines.shop.service.existing.listenerRule: is the listener rule of web in stg too: each would take the traffic from what the other one releases',
    'pipelines.shop.service.existing.targetGroups[0]: is the target group of web in stg too: each would take the other one’s group for its own idle one',
  ]);
});

test('a name that is too long for a target group is found at its environment', () => {
  const long = RIGHT.replace('  web:', `  ${'web-'.repeat(6)}web:`);
  expect(diagnosticsOf(long)).toMatchObject([
    { rule: expect.stringContaining('AWS takes at most 32') as unknown, position: { line: 15 } },
  ]);
});

describe('one architecture', () => {
  it.each([
    [
      't4g.small, c7gn.large, im4gn.large, is4gen.large, g5g.xlarge, a1.large, x2gd.large, c8gb.large',
      '/base/arm64',
    ],
    [
      't3a.small, m7i-flex.large, g4dn.xlarge, p4d.24xlarge, i7ie.large, u7i-12tb.224xlarge, hpc7a.12xlarge',
      '/base/amd64',
    ],
    ['t3.small', '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64'],
  ])('has %s with %s', (types, parameter) => {
    const text = changed(RIGHT, ['t3.small', types], ['/base/x86_64', parameter]);
    expect(diagnosticsOf(text)).toEqual([]);
  });
});

describe('what an entry leaves out', () => {
  it('is filled in', () => {
    expect(pipelineOf(RIGHT)).toMatchObject({
      approval: false,
      approvalOf: 'release',
      image: { playbook: 'playbook.yml', user: 'ec2-user', keep: 3, deprecateAfterDays: 365 },
      instances: { securityGroups: [], volumes: [], tags: {} },
      fleet: { warmup: 60, healthCheckGrace: 300, metrics: true, onDemand: 100, deletionProtection: 'none' },
      deploy: { traffic: [100], bake: 120, hold: 300, alarms: [], healthTimeout: 900 },
      service: { owned: true, port: 80, testPort: 8080, drain: 60, healthCheckPath: '/' },
    });
  });

  it('is as an environment varies it, whose base image and traffic replace those of the entry', () => {
    const varied = changed(
      RIGHT,
      [DEPLOY, 'deploy: { traffic: [10, 100], bake: 1m }'],
      [
        'stg: {}',
        'stg: { approval: traffic, image: { base: { id: ami-0aaaaaaa } }, deploy: { traffic: all-at-once } }',
      ],
    );
    expect(pipelineOf(varied)).toMatchObject({
      approval: true,
      approvalOf: 'traffic',
      image: { base: { id: 'ami-0aaaaaaa' } },
      deploy: { traffic: [100], bake: 60 },
    });
  });

  it('takes the user data from the file beside the config', () => {
    const { instances } = pipelineOf(changed(RIGHT, [TYPES, `${TYPES}, userData: start.sh`]));
    expect(instances.userData).toEqual({ path: 'start.sh', text: '#!/bin/sh\n' });
  });
});
