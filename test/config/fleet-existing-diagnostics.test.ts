import { describeCases, FLEET_CONFIG, type FleetCase, fleetDiagnostics, withChanges } from './fleet-config';

const ELB = 'arn:aws:elasticloadbalancing:ap-northeast-1:111111111111';
const RULE = `${ELB}:listener-rule/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`;
const OTHER_RULE = `${ELB}:listener-rule/app/web/50dc6c495c0c9188/0467ef3c8400ae65/1291d13826f405c3`;
const [ONE, OTHER] = [
  `${ELB}:targetgroup/web-1/943f017f100becff`,
  `${ELB}:targetgroup/web-2/73e2d6bc24d8a067`,
];
const EXISTING = `{ existing: { listenerRule: "${RULE}", targetGroups: ["${ONE}", "${OTHER}"] } }`;

/** A config that is right, of a fleet behind a listener rule that is there already. */
const EXISTING_FLEET_CONFIG = withChanges(
  FLEET_CONFIG,
  ['service: {}', `service: ${EXISTING}`],
  ['types: [t3.small]', 'types: [t3.small], profile: web, securityGroups: [sg-0aaaaaaa]'],
  ['max: 10', 'max: 10, subnets: [subnet-0aaaaaaa, subnet-0bbbbbbb]'],
);

const CASES: readonly FleetCase[] = [
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
  expect(fleetDiagnostics(FLEET_CONFIG)).toEqual([]);
  expect(fleetDiagnostics(EXISTING_FLEET_CONFIG)).toEqual([]);
});

describeCases('a fleet behind a listener rule that is there already', EXISTING_FLEET_CONFIG, CASES);

test('a listener rule, and a target group, are of one pipeline only', () => {
  const entry = EXISTING_FLEET_CONFIG.slice(EXISTING_FLEET_CONFIG.indexOf('  web:'));
  const both = `${EXISTING_FLEET_CONFIG}${entry.replace('  web:', '  shop:').replace(OTHER, `${ELB}:targetgroup/web-3/93e2d6bc24d8a067`)}`;
  expect(fleetDiagnostics(both).map(({ path, rule }) => `${path}: ${rule}`)).toEqual([
    'pipelines.shop.service.existing.listenerRule: is the listener rule of web in stg too: each would take the traffic from what the other one releases',
    'pipelines.shop.service.existing.targetGroups[0]: is the target group of web in stg too: each would take the other one’s group for its own idle one',
  ]);
});
