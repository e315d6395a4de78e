import type { Verification } from '../../lib/build/config/model';
import { changed, diagnosticsOf } from './diagnostics-of';
import { LAMBDA_CONFIG, lambdaConfig, lambdaDiagnostics, lambdaPipeline } from './lambda-config';
import { expectMistake, type Mistake } from './lambda-mistakes';

/** What verifies the only pipeline of a config, whose entry and environment have what is given. */
function verifyOf(entry: string, environment = ''): Verification | undefined {
  const text = lambdaConfig(
    ['deploy: {}', `deploy: {}\n    verify: ${entry}`],
    ['stg: {}', `stg: { ${environment} }`],
  );
  return lambdaPipeline(text).verify;
}

test('nothing verifies a release unless it is asked for', () => {
  expect(lambdaPipeline(LAMBDA_CONFIG).verify).toBeUndefined();
});

test('a path is short for a buildspec with the settings of a check', () => {
  expect(verifyOf('"{environment}/smoke.yml"')).toEqual(
    verifyOf('{ buildspec: stg/smoke.yml, timeout: 1h }'),
  );
  expect(verifyOf('smoke.yml')).toMatchObject({ buildspec: 'smoke.yml', compute: 'small', variables: [] });
});

test.each(['off', '"off"', 'false'])('an environment takes it away with %s', (off) => {
  expect(verifyOf('smoke.yml', `verify: ${off}`)).toBeUndefined();
  expect(verifyOf(off)).toBeUndefined();
});

test('an environment changes one setting of it, and adds it where the entry has it off', () => {
  expect(verifyOf('smoke.yml', 'verify: { timeout: 10m }')).toMatchObject({
    buildspec: 'smoke.yml',
    timeoutMinutes: 10,
  });
  expect(verifyOf('off', 'verify: { buildspec: other.yml }')).toMatchObject({ buildspec: 'other.yml' });
  expect(verifyOf('off', 'verify: other.yml')).toMatchObject({ buildspec: 'other.yml' });
});

test('its variables are laid over the entry’s by name', () => {
  const verify = verifyOf(
    '{ buildspec: smoke.yml, environment: { URL: a, TOKEN: { secret: token } } }',
    'verify: { environment: { URL: b } }',
  );
  expect(verify?.variables.map(({ name, value }) => `${name}=${value}`)).toEqual(['URL=b', 'TOKEN=token']);
});

describe('a mistake is found where it is', () => {
  test.each<Mistake>([
    {
      from: 'deploy: {}',
      to: 'deploy: {}\n    verify: {}',
      path: 'verify.buildspec',
      position: '13:5',
      rule: 'is required',
    },
    {
      from: 'deploy: {}',
      to: 'deploy: {}\n    verify: { buildspec: smoke.yml, timout: 5m }',
      path: 'verify.timout',
      position: '13:37',
      rule: 'is no key here',
    },
    {
      from: 'deploy: {}',
      to: 'deploy: {}\n    verify: { buildspec: smoke.yml, environment: { API_FUNCTION: mine } }',
      path: 'verify.environment.API_FUNCTION',
      position: '13:52',
      rule: 'is a variable that every build has already',
    },
    {
      from: 'deploy: {}',
      to: `deploy: {}\n    verify: { buildspec: smoke.yml, environment: { TOKEN: ghp_${'a'.repeat(36)} } }`,
      path: 'verify.environment.TOKEN',
      position: '13:59',
      rule: 'looks like a secret',
    },
  ])('$path: $rule', (mistake) => expectMistake(mistake));

  test('verify without a value is a mistake, and not a way to have none', () => {
    const [mistake] = lambdaDiagnostics(lambdaConfig(['deploy: {}', 'deploy: {}\n    verify:']));
    expect(mistake?.path).toBe('pipelines.quotes.verify');
  });
});

describe('blue of a service that CodeDeploy deploys to', () => {
  const rulesOf = (deploy: string, verify: string) =>
    diagnosticsOf(changed(['deploy: {}', `deploy: ${deploy}\n    verify: ${verify}`])).map(
      ({ path, rule }) => `${path}: ${rule}`,
    );

  test('must wait for as long as the verification may take, and ten minutes', () => {
    const [rule, ...others] = rulesOf('{}', 'smoke.yml');
    expect(rule).toBe(
      'pipelines.web.deploy.blueTerminationWait: must be at least 1h10m with verify, so that blue is there until a build of 1h has passed: make it longer, or verify.timeout or verify.queuedTimeout shorter',
    );
    expect(others.length).toBeLessThanOrEqual(1); // the same in the other environment
    expect(rulesOf('{ blueTerminationWait: 1h10m }', 'smoke.yml')).toEqual([]);
    expect(rulesOf('{ blueTerminationWait: 14m }', '{ buildspec: smoke.yml, timeout: 5m }')[0]).toContain(
      'at least 15m',
    );
    expect(rulesOf('{ blueTerminationWait: 15m }', '{ buildspec: smoke.yml, timeout: 5m }')).toEqual([]);
    expect(rulesOf('{}', 'off')).toEqual([]);
  });

  test('must wait for a machine, too, for as long as the build may', () => {
    const verify = '{ buildspec: smoke.yml, timeout: 5m, queuedTimeout: 30m }';
    expect(rulesOf('{ blueTerminationWait: 39m }', verify)[0]).toContain('at least 40m');
    expect(rulesOf('{ blueTerminationWait: 40m }', verify)).toEqual([]);
  });

  test('is not verified after traffic that moves for longer than the action may take', () => {
    const traffic = 'traffic: { canary: { percentage: 10, interval: 20h } }';
    const [rule] = rulesOf(`{ blueTerminationWait: 2h, ${traffic} }`, 'smoke.yml');
    expect(rule).toMatch(/deploy\.traffic: takes 21h10m with verify .* the action that verifies has 20h$/);
  });

  test('and a variable that it is told already is a mistake', () => {
    const verify = '{ buildspec: smoke.yml, timeout: 5m, environment: { CLUSTER: mine } }';
    expect(rulesOf('{ blueTerminationWait: 15m }', verify)[0]).toContain('verify.environment.CLUSTER');
  });
});
