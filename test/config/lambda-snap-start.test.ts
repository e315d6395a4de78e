import { lambdaSettings } from '../../lib/kinds/lambda/config/settings';
import { hasSnapStart, RUNTIMES } from '../../lib/kinds/lambda/config/runtimes';
import { lambdaConfig, lambdaDiagnostics, lambdaPipeline } from './lambda-config';
import { API, expectMistake } from './lambda-mistakes';

const WITH = '{ code: dist/api, handler: index.handler, runtime: python3.13, snapStart: true }';

it('is handed to the function that publishes, where the config has it', () => {
  const settings = (text: string) => lambdaSettings(lambdaPipeline(text), '').functions.api;
  expect(settings(lambdaConfig([API, WITH]))).toMatchObject({ snapStart: true });
  expect(settings(lambdaConfig())).not.toHaveProperty('snapStart');
});

it('is for the runtimes of which AWS takes snapshots', () => {
  expect(RUNTIMES.filter(hasSnapStart).sort()).toEqual(
    ['java11', 'java17', 'java21', 'java25', 'dotnet10', 'python3.12', 'python3.13', 'python3.14'].sort(),
  );
});

it('is refused with another runtime', () =>
  expectMistake({
    ...{ from: API, to: WITH.replace('python3.13', 'nodejs22.x') },
    ...{ path: 'functions.api.snapStart', position: '11:75' },
    rule: 'needs Java from 11, Python from 3.12 or .NET from 8 on, got: nodejs22.x',
  }));

it('says nothing of an alias on $LATEST, which has no version to take a snapshot of', () =>
  expect(lambdaDiagnostics(lambdaConfig([API, WITH], ['deploy: {}', 'deploy: { latest: true }']))).toEqual(
    [],
  ));
