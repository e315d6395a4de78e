import { ConfigError } from '../../lib/config/config-error';
import type { AsgBlueGreenPipeline } from '../../lib/kinds/asg-blue-green/config/model';
import { parseConfig } from '../../lib/load-config';

const ELB = 'arn:aws:elasticloadbalancing:ap-northeast-1:111111111111';
const RULE = `${ELB}:listener-rule/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2/9683b2d02a6cabee`;
const [ONE, OTHER] = [
  `${ELB}:targetgroup/web-1/943f017f100becff`,
  `${ELB}:targetgroup/web-2/73e2d6bc24d8a067`,
];

/** A config of one pipeline. */
const configOf = (deploy: string, { fleet = '', service = '{}', environment = '{}' } = {}): string =>
  `prefix: shop
environments:
  stg: { account: "111111111111", region: ap-northeast-1 }
pipelines:
  web:
    kind: asg-blue-green
    source: { git: { codecommit: true, repository: web } }
    image: { base: { parameter: /base/x86_64 } }
    instances: { types: [t3.small], profile: web, securityGroups: [sg-0aaaaaaa] }
    fleet: { min: 2, max: 10${fleet} }
    deploy: ${deploy}
    service: ${service}
    environments:
      stg: ${environment}
`;

const pipelineOf = (text: string) => parseConfig(text, 'pipelines.yaml').pipelines[0] as AsgBlueGreenPipeline;

function diagnosticsOf(text: string): string[] {
  try {
    parseConfig(text, 'pipelines.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.diagnostics.map(({ path, rule }) => `${path.replace('pipelines.web.', '')}: ${rule}`);
  }
}

const SUBNETS = ', subnets: [subnet-0aaaaaaa, subnet-0bbbbbbb]';

describe('a fleet that instance refreshes release', () => {
  it('has defaults of its own', () => {
    expect(pipelineOf(configOf('{ strategy: refresh }')).deploy).toEqual({
      ...{ strategy: 'refresh', minHealthy: 100, maxHealthy: 110, bake: 120, alarms: [] },
      ...{ checkpoints: [], checkpointDelay: 600, skipMatching: true, healthTimeout: 3600 },
    });
  });

  it('has what the config says, with one target group and a group that runs already', () => {
    const { deploy, service, fleet } = pipelineOf(
      configOf(
        '{ strategy: refresh, minHealthy: 90, maxHealthy: 150, checkpoints: [25, 100], checkpointDelay: 5m }',
        { fleet: `, group: legacy${SUBNETS}`, service: `{ existing: { targetGroups: ["${ONE}"] } }` },
      ),
    );
    expect(deploy).toMatchObject({
      minHealthy: 90,
      maxHealthy: 150,
      checkpoints: [25, 100],
      checkpointDelay: 300,
    });
    expect(service).toEqual({ owned: false, targetGroup: ONE });
    expect(fleet.group).toBe('legacy');
  });

  it.each([
    { deploy: '{ strategy: refresh, hold: 5m }', rule: 'deploy.hold: goes with strategy: blue-green only' },
    {
      deploy: '{ strategy: refresh, traffic: [10, 100] }',
      rule: 'deploy.traffic: goes with strategy: blue-green only',
    },
    { deploy: '{ skipMatching: false }', rule: 'deploy.skipMatching: goes with strategy: refresh only' },
    { deploy: '{ minHealthy: 50 }', rule: 'deploy.minHealthy: goes with strategy: refresh only' },
    {
      deploy: '{ strategy: refresh, minHealthy: 50, maxHealthy: 160 }',
      rule: 'deploy.maxHealthy: must be at most 100 more than minHealthy, 50',
    },
    {
      deploy: '{ strategy: refresh, checkpoints: [50, 20, 100] }',
      rule: 'deploy.checkpoints[1]: must be more than the checkpoint before it, 50',
    },
    {
      deploy: '{ strategy: refresh, checkpoints: [50] }',
      rule: 'deploy.checkpoints[0]: must be 100: a refresh that ends before leaves two versions that serve',
    },
    {
      deploy: '{ strategy: refresh, healthTimeout: 6h, checkpoints: [20, 40, 60, 100], checkpointDelay: 6h }',
      rule: 'deploy.healthTimeout: makes a refresh with its bake, its checkpoints and its rollback take 1d6h2m; CodePipeline ends an action after 24h',
    },
    { deploy: '{ strategy: rolling }', rule: 'deploy.strategy: must be one of blue-green, refresh' },
  ])('is refused with $deploy', ({ deploy, rule }) => {
    expect(diagnosticsOf(configOf(deploy))).toEqual([rule]);
  });

  it('is refused with what goes with blue-green only', () => {
    const existing = `{ existing: { listenerRule: "${RULE}", targetGroups: ["${ONE}", "${OTHER}"] } }`;
    const text = configOf('{ strategy: refresh }', {
      ...{ fleet: SUBNETS, service: existing, environment: '{ approval: traffic }' },
    });
    expect(diagnosticsOf(text)).toEqual([
      expect.stringContaining('service.existing.listenerRule: goes with deploy.strategy: blue-green only'),
      expect.stringContaining(
        'environments.stg.approval: must be true or false with deploy.strategy: refresh',
      ),
    ]);
  });

  it('has no rule by which it could scale by requests behind a target group that is there already', () => {
    const service = `{ existing: { targetGroups: ["${ONE}"] } }`;
    const fleet = `${SUBNETS}, scaling: { requests: 100 }`;
    expect(diagnosticsOf(configOf('{ strategy: refresh }', { fleet, service }))).toEqual([
      expect.stringContaining('fleet.scaling.requests: needs a listener rule'),
    ]);
  });
});

describe('a fleet of blue-green', () => {
  it('is refused with one target group, or a group of its own', () => {
    const service = `{ existing: { targetGroups: ["${ONE}"] } }`;
    expect(diagnosticsOf(configOf('{}', { fleet: `, group: legacy${SUBNETS}`, service }))).toEqual([
      expect.stringContaining('fleet.group: goes with deploy.strategy: refresh only'),
      expect.stringContaining('service.existing.listenerRule: is required, with two target groups'),
    ]);
  });

  it('is refused with two target groups and no rule', () => {
    const service = `{ existing: { targetGroups: ["${ONE}", "${OTHER}"] } }`;
    expect(diagnosticsOf(configOf('{}', { fleet: SUBNETS, service }))).toEqual([
      'service.existing.listenerRule: is required with two target groups',
    ]);
  });
});
