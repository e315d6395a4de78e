import { describeCases, FLEET_CONFIG, type FleetCase, fleetDiagnostics } from './fleet-config';

const MAX = 'max: 10';
const DEPLOY = 'deploy: {}';

const CASES: readonly FleetCase[] = [
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

describeCases('a fleet behind a load balancer of its own', FLEET_CONFIG, CASES);

test('a name that is too long for a target group is found at its environment', () => {
  const long = FLEET_CONFIG.replace('  web:', `  ${'web-'.repeat(6)}web:`);
  expect(fleetDiagnostics(long)).toMatchObject([
    { rule: expect.stringContaining('AWS takes at most 32') as unknown, position: { line: 15 } },
  ]);
});
