import { lambdaSettings } from '../../lib/kinds/lambda/config/settings';
import { lambdaConfig, lambdaDiagnostics, lambdaPipeline } from './lambda-config';
import { API, expectMistake, type Mistake } from './lambda-mistakes';

/** The config of tests, whose function is there already. */
const existing = (keys = ''): string =>
  lambdaConfig([API, `{ code: dist/api, existing: "quotes-{environment}"${keys} }`]);

describe('a function that is there already', () => {
  it('is released by its name, and keeps what the config leaves out', () => {
    const { functions } = lambdaSettings(lambdaPipeline(existing()), '');
    expect(JSON.parse(JSON.stringify(functions))).toEqual({
      api: { functionName: 'quotes-stg', existing: true, code: 'dist/api' },
    });
  });

  it('gets what the config has of it', () => {
    const text = existing(', memory: 512, environment: { TABLE: "quotes-{environment}" }');
    expect(lambdaSettings(lambdaPipeline(text), '').functions.api).toMatchObject({
      memory: 512,
      environment: { TABLE: 'quotes-stg' },
    });
  });

  it('may be that of one environment, where the others have one that the factory makes', () => {
    const variation = 'stg: { functions: { api: { existing: old-quotes } } }';
    const text = lambdaConfig(
      [
        API,
        API.replace(
          ' }',
          ', policies: [AmazonSQSReadOnlyAccess], onFailure: "arn:aws:sqs:ap-northeast-1:111111111111:q" }',
        ),
      ],
      ['stg: {}', variation],
    );
    const [api] = lambdaPipeline(text).functions;
    expect(api).toMatchObject({ existing: 'old-quotes', runtime: 'nodejs22.x' });
    expect(api).not.toHaveProperty('role');
    expect(api).not.toHaveProperty('onFailure');
  });

  test.each<Pick<Mistake, 'to' | 'path' | 'position'> & { rule?: string }>([
    { to: 'role: "arn:aws:iam::111111111111:role/r"', path: 'functions.api.role', position: '11:54' },
    { to: 'policies: [AmazonSQSReadOnlyAccess]', path: 'functions.api.policies', position: '11:58' },
    { to: 'reservedConcurrency: 3', path: 'functions.api.reservedConcurrency', position: '11:69' },
    {
      to: 'onFailure: "arn:aws:sqs:ap-northeast-1:111111111111:q"',
      path: 'functions.api.onFailure',
      position: '11:59',
    },
  ])('must have no $path, which is for the stack that makes it', ({ to, ...mistake }) =>
    expectMistake({
      ...{ from: API, to: `{ code: dist/api, existing: quotes, ${to} }` },
      ...mistake,
      rule: 'goes with a function that the factory makes only',
    }),
  );

  it('has the form of a name', () =>
    expectMistake({
      ...{ from: API, to: '{ code: dist/api, existing: "arn:aws:lambda:x" }' },
      ...{ path: 'functions.api.existing', position: '11:40', rule: 'must be the name of a function' },
    }));

  it('is released by one pipeline only', () => {
    const text =
      `${lambdaConfig([API, '{ code: dist/api, existing: quotes }'], ['    environments:\n      stg: {}\n', '    environments:\n      stg: {}\n      prd: {}\n'])}`.replace(
        'pipelines:',
        '  prd: { account: "111111111111", region: ap-northeast-1 }\npipelines:',
      );
    expect(lambdaDiagnostics(text).map(({ rule }) => rule)).toEqual([
      'is the released function of quotes in stg too: each would publish what the other one has changed',
    ]);
  });
});

test('a function that the factory makes needs a handler and a runtime', () => {
  const rules = lambdaDiagnostics(lambdaConfig([API, '{ code: dist/api }'])).map(
    ({ path, rule }) => `${path} ${rule}`,
  );
  expect(rules).toEqual([
    'pipelines.quotes.functions.api.handler is required',
    'pipelines.quotes.functions.api.runtime is required',
  ]);
});
