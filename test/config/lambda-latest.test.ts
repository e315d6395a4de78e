import { lambdaSettings } from '../../lib/kinds/lambda/config/settings';
import { lambdaConfig, lambdaDiagnostics, lambdaPipeline } from './lambda-config';
import { expectMistake, type Mistake } from './lambda-mistakes';

/** The config of tests, with a deployment of the entry and one of its environment. */
const deployed = (entry: string, environment: string): string =>
  lambdaConfig(['deploy: {}', `deploy: ${entry}`], ['stg: {}', `stg: { deploy: ${environment} }`]);

describe('an alias on $LATEST', () => {
  it('is only what the config asks for', () => {
    expect(lambdaPipeline(lambdaConfig()).deploy.latest).toBe(false);
    expect(lambdaSettings(lambdaPipeline(lambdaConfig()), '')).not.toHaveProperty('latest');
  });

  it('may be that of one environment, where what the entry says of versions has no meaning', () => {
    const text = deployed(
      '{ alias: current, traffic: { canary: { percentage: 10, interval: 5m } }, hooks: { beforeAllowTraffic: try }, alarms: [slow], keepVersions: 3 }',
      '{ latest: true }',
    );
    const { deploy, ...pipeline } = lambdaPipeline(text);
    expect(deploy).toMatchObject({
      ...{ alias: 'current', latest: true, traffic: { type: 'all-at-once' }, alarms: [] },
    });
    expect(deploy).not.toHaveProperty('hooks');
    expect(lambdaSettings({ ...pipeline, deploy }, '')).toMatchObject({ alias: 'current', latest: true });
  });

  it('gives way to what an environment says of versions', () => {
    const text = deployed('{ latest: true }', '{ keepVersions: 3 }');
    expect(lambdaPipeline(text).deploy).toMatchObject({ latest: false, keepVersions: 3 });
  });

  it('may be beside all-at-once, which it is', () => {
    expect(lambdaDiagnostics(deployed('{ latest: true, traffic: all-at-once }', '{}'))).toEqual([]);
  });

  test.each<Pick<Mistake, 'to' | 'path' | 'position'>>([
    {
      to: 'deploy: { latest: true, traffic: { canary: { percentage: 10, interval: 5m } } }',
      path: 'deploy.traffic',
      position: '12:29',
    },
    {
      to: 'deploy: { latest: true, rollbackOn: [alarm] }',
      path: 'deploy.rollbackOn',
      position: '12:29',
    },
    {
      to: 'deploy: { latest: true, hooks: { afterAllowTraffic: try } }',
      path: 'deploy.hooks',
      position: '12:29',
    },
    { to: 'deploy: { alarms: [slow], latest: true }', path: 'deploy.alarms', position: '12:15' },
    { to: 'deploy: { latest: true, keepVersions: 10 }', path: 'deploy.keepVersions', position: '12:29' },
  ])('must not be beside $path', (mistake) =>
    expectMistake({ ...mistake, from: 'deploy: {}', rule: 'must not be beside latest: true' }),
  );

  it('must not be beside them in a variation', () => {
    const [found, ...others] = lambdaDiagnostics(deployed('{}', '{ latest: true, keepVersions: 3 }'));
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      path: 'pipelines.quotes.environments.stg.deploy.keepVersions',
      position: { line: 14, column: 38 },
    });
  });

  it('is no name of an alias', () =>
    expectMistake({
      ...{ from: 'deploy: {}', to: 'deploy: { alias: $LATEST, latest: true }' },
      ...{ path: 'deploy.alias', position: '12:22', rule: 'letters, digits' },
    }));
});
