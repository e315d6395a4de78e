import { lambdaSettings } from '../../lib/kinds/lambda/config/settings';
import type { LambdaPipeline } from '../../lib/kinds/lambda/config/model';
import { parseConfig } from '../../lib/load-config';
import { lambdaConfig, lambdaDiagnostics } from './lambda-config';
import { API } from './lambda-mistakes';

const PRD = '{ account: "111111111111", region: ap-northeast-1 }';

/** The config of tests with two environments that are aliases. */
const shared = ({ more = '', stg = '{}', prd = '{}', api = API, place = PRD } = {}): string =>
  lambdaConfig(
    ['deploy: {}', `environmentsAre: aliases${more}`],
    [API, api],
    ['      stg: {}', `      stg: ${stg}\n      prd: ${prd}`],
    ['pipelines:', `  prd: ${place}\npipelines:`],
  );

const findings = (text: string) => lambdaDiagnostics(text).map(({ path, rule }) => `${path} ${rule}`);

describe('environments that are aliases', () => {
  it('release one function, each to an alias of its own name', () => {
    const { pipelines } = parseConfig(shared(), 'pipelines.yaml');
    const settings = pipelines.map((one) => lambdaSettings(one as LambdaPipeline, ''));
    expect(settings.map(({ alias, shared: all }) => ({ alias, all }))).toEqual([
      { alias: 'stg', all: ['stg', 'prd'] },
      { alias: 'prd', all: ['stg', 'prd'] },
    ]);
    expect(new Set(settings.map(({ functions }) => functions.api?.functionName))).toEqual(
      new Set(['shop-quotes-api']),
    );
  });

  it('may differ in what a version has, and in where failed events go', () => {
    const prd =
      '{ functions: { api: { memory: 512, onFailure: "arn:aws:sqs:ap-northeast-1:111111111111:q" } } }';
    expect(findings(shared({ prd }))).toEqual([]);
  });

  it.each([
    { key: 'policies', value: '[AmazonSQSReadOnlyAccess]' },
    { key: 'role', value: '"arn:aws:iam::111111111111:role/r"' },
    { key: 'reservedConcurrency', value: '5' },
  ])('must not differ in $key, which is the function’s', ({ key, value }) => {
    expect(findings(shared({ prd: `{ functions: { api: { ${key}: ${value} } } }` }))).toEqual([
      `pipelines.quotes.environments.prd.functions.api.${key} must not be in an environment beside environmentsAre: aliases: it is the function’s, which they share`,
    ]);
    expect(findings(shared({ api: API.replace(' }', `, ${key}: ${value} }`) }))).toEqual([]);
  });

  it.each([
    { key: 'policies', value: '["orders-{environment}"]', api: API },
    { key: 'existing', value: '"orders-{environment}"', api: '{ code: dist/api }' },
  ])('must not name another of $key in each environment', ({ key, value, api }) => {
    expect(findings(shared({ api: api.replace(' }', `, ${key}: ${value} }`) }))).toEqual([
      `pipelines.quotes.functions.api.${key} must not have {environment} beside environmentsAre: aliases: it is the function’s, which they share`,
    ]);
  });

  it('must be in one account and region', () => {
    const place = '{ account: "111111111111", region: eu-central-1 }';
    expect(findings(shared({ place }))[0]).toBe(
      'pipelines.quotes.environmentsAre needs all environments in one account and region: stg is in 111111111111 ap-northeast-1, prd in 111111111111 eu-central-1',
    );
  });

  it('must have an alias each', () => {
    expect(findings(shared({ more: '\n    deploy: { alias: live }' }))).toEqual([
      'pipelines.quotes.deploy.alias is the alias of quotes in stg too: where environments are aliases of one function, each has an alias of its own',
    ]);
  });

  it('must not name $LATEST, which a release to any of them changes', () => {
    expect(findings(shared({ stg: '{ deploy: { latest: true } }' }))).toEqual([
      'pipelines.quotes.environments.stg.deploy.latest must not be beside environmentsAre: aliases: a release to any environment changes $LATEST of their one function',
    ]);
  });

  it('are so for all of an entry', () => {
    const text = lambdaConfig(['stg: {}', 'stg: { environmentsAre: aliases }']);
    expect(findings(text)).toEqual([
      'pipelines.quotes.environments.stg.environmentsAre must not be in an environment: it is about all of the entry’s',
    ]);
  });
});
