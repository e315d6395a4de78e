import { deprecatedSince, RUNTIMES, RUNTIMES_AS_OF } from '../../lib/kinds/lambda/config/runtimes';
import { LAMBDA_CONFIG, lambdaConfig, lambdaPipeline } from './lambda-config';

describe('a Lambda pipeline', () => {
  it('has the documented defaults', () => {
    const { deploy, functions, approval, source } = lambdaPipeline(LAMBDA_CONFIG);
    expect(deploy).toEqual({
      alias: 'live',
      latest: false,
      traffic: { type: 'all-at-once' },
      rollbackOn: ['alarm'],
      alarms: [],
      keepVersions: 10,
    });
    expect(functions).toEqual([
      {
        name: 'api',
        code: 'dist/api',
        handler: 'index.handler',
        runtime: 'nodejs22.x',
        architecture: 'x86_64',
        memory: 128,
        timeout: 3,
        environment: {},
        role: { owned: true, policies: [] },
      },
    ]);
    expect(approval).toBe(false);
    expect(source).toMatchObject({
      from: 'git',
      build: { buildspec: 'buildspec.yml', images: [], privileged: false },
    });
  });

  it('has the hooks of an environment in place of the entry’s', () => {
    const text = lambdaConfig(
      ['deploy: {}', 'deploy: { hooks: { beforeAllowTraffic: "before-{environment}" } }'],
      ['stg: {}', 'stg: { deploy: { hooks: { afterAllowTraffic: after } } }'],
    );
    expect(lambdaPipeline(text).deploy.hooks).toEqual({ afterAllowTraffic: 'after' });
    expect(
      lambdaPipeline(
        lambdaConfig(['deploy: {}', 'deploy: { hooks: { beforeAllowTraffic: "before-{environment}" } }']),
      ).deploy.hooks,
    ).toEqual({
      beforeAllowTraffic: 'before-stg',
    });
  });

  it('takes values of variables from parameters, each replaced whole in an environment', () => {
    const text = lambdaConfig(
      [
        'runtime: nodejs22.x',
        'runtime: nodejs22.x, environment: { ONE: { parameter: "/{environment}/one" }, TWO: b, THREE: { parameter: three } }',
      ],
      ['stg: {}', 'stg: { functions: { api: { environment: { TWO: { parameter: /two }, THREE: c } } } }'],
    );
    expect(lambdaPipeline(text).functions).toMatchObject([
      { environment: { THREE: 'c' }, parameters: { ONE: '/stg/one', TWO: '/two' } },
    ]);
  });

  it('differs in an environment key by key', () => {
    const text = lambdaConfig(
      ['deploy: {}', 'deploy: { traffic: { canary: { percentage: 10, interval: 5m } } }'],
      [
        'runtime: nodejs22.x',
        'runtime: nodejs22.x, environment: { ONE: a, TWO: b }, policies: [ReadOnlyAccess]',
      ],
      [
        'stg: {}',
        'stg: { deploy: { traffic: { linear: { percentage: 20, interval: 1m } } }, functions: { api: { memory: 512, environment: { TWO: "{environment}" }, role: "arn:aws:iam::111111111111:role/api" } } }',
      ],
    );
    const { deploy, functions } = lambdaPipeline(text);
    expect(deploy.traffic).toEqual({ type: 'linear', percentage: 20, intervalMinutes: 1 });
    expect(functions).toMatchObject([
      {
        handler: 'index.handler',
        memory: 512,
        environment: { ONE: 'a', TWO: 'stg' },
        role: { owned: false, arn: 'arn:aws:iam::111111111111:role/api' },
      },
    ]);
  });
});

describe('the table of runtimes', () => {
  it('has those that AWS supports on its day, and no other', () => {
    expect(RUNTIMES).toEqual(
      expect.arrayContaining(['nodejs22.x', 'python3.13', 'java21', 'provided.al2023']),
    );
    for (const runtime of RUNTIMES) expect(deprecatedSince(runtime)).toBeUndefined();
  });

  it('has the day of those that AWS supports no more', () => {
    expect(deprecatedSince('nodejs18.x')).toBe('2025-09-01');
    expect(String(deprecatedSince('nodejs20.x')) < RUNTIMES_AS_OF).toBe(true);
    expect(deprecatedSince('cobol')).toBeUndefined();
  });
});
