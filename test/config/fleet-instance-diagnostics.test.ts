import { describeCases, FLEET_CONFIG, type FleetCase, fleetDiagnostics, withChanges } from './fleet-config';

const BASE = '{ parameter: /base/x86_64 }';
const TYPES = 'types: [t3.small]';

const CASES: readonly FleetCase[] = [
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
];

describeCases('a fleet behind a load balancer of its own', FLEET_CONFIG, CASES);

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
    const text = withChanges(FLEET_CONFIG, ['t3.small', types], ['/base/x86_64', parameter]);
    expect(fleetDiagnostics(text)).toEqual([]);
  });
});
