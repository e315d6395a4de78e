import type { Verification } from '../../lib/build/config/model';
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
