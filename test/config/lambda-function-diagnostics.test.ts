import { lambdaConfig, lambdaDiagnostics } from './lambda-config';
import { API, expectMistake, type Mistake, withKey } from './lambda-mistakes';

describe('a mistake of a function is found where it is', () => {
  test.each<Mistake>([
    {
      from: 'runtime: nodejs22.x',
      to: 'runtime: nodejs18.x',
      path: 'functions.api.runtime',
      position: '11:63',
      rule: 'it deprecated this one on 2025-09-01',
    },
    {
      from: 'runtime: nodejs22.x',
      to: 'runtime: nodejs22',
      path: 'functions.api.runtime',
      position: '11:63',
      rule: 'nodejs24.x, nodejs22.x, python3.14',
    },
    {
      from: API,
      to: '{ code: dist/api, handler: index.handler }',
      path: 'functions.api.runtime',
      position: '11:7',
      rule: 'is required',
    },
    {
      from: 'code: dist/api',
      to: 'code: ../api',
      path: 'functions.api.code',
      position: '11:20',
      rule: 'must be a path',
    },
    {
      from: 'index.handler',
      to: 'index handler',
      path: 'functions.api.handler',
      position: '11:39',
      rule: 'without spaces',
    },
    {
      from: API,
      to: withKey('network: { subnets: [a], securityGroups: [sg-0123456789abcdef0] }'),
      path: 'functions.api.network.subnets[0]',
      position: '11:96',
      rule: 'must be the id of a subnet',
    },
    {
      from: API,
      to: withKey('network: { subnets: [subnet-0123456789abcdef0] }'),
      path: 'functions.api.network.securityGroups',
      position: '11:75',
      rule: 'is required',
    },
    {
      from: API,
      to: withKey('reservedConcurrency: -1'),
      path: 'functions.api.reservedConcurrency',
      position: '11:96',
      rule: '0',
    },
    {
      from: API,
      to: withKey('onFailure: arn:aws:sqs:us-east-1:111111111111:failed'),
      path: 'functions.api.onFailure',
      position: '11:86',
      rule: 'must be in 111111111111 ap-northeast-1, where stg is',
    },
    {
      from: API,
      to: withKey('onFailure: arn:aws:sqs:ap-northeast-1:111111111111:failed.fifo'),
      path: 'functions.api.onFailure',
      position: '11:86',
      rule: 'a standard queue of SQS or a standard topic of SNS',
    },
    {
      from: API,
      to: withKey('environment: { AWS_REGION: { parameter: /shop/region } }'),
      path: 'functions.api.environment.AWS_REGION',
      position: '11:90',
      rule: 'is a variable that Lambda sets itself',
    },
    {
      from: API,
      to: withKey('environment: { PASSWORD: { parameter: /shop/user, secret: shop/db } }'),
      path: 'functions.api.environment.PASSWORD.secret',
      position: '11:133',
      rule: 'have the function read it from Secrets Manager, with the right in policies',
    },
    { from: API, to: withKey('memory: 64'), path: 'functions.api.memory', position: '11:83', rule: '128' },
    {
      from: API,
      to: withKey('timeout: 16m'),
      path: 'functions.api.timeout',
      position: '11:84',
      rule: '1s to 15m',
    },
    {
      from: API,
      to: withKey('architecture: arm'),
      path: 'functions.api.architecture',
      position: '11:89',
      rule: 'x86_64, arm64',
    },
    {
      from: API,
      to: withKey('environment: { A: b }'),
      path: 'functions.api.environment.A',
      position: '11:90',
      rule: 'at least two',
    },
    {
      from: API,
      to: withKey('environment: { AWS_REGION: eu-west-1 }'),
      path: 'functions.api.environment.AWS_REGION',
      position: '11:90',
      rule: 'is a variable that Lambda sets itself',
    },
    {
      from: API,
      to: withKey(`environment: { TEXT: ${'x'.repeat(4096)} }`),
      path: 'functions.api.environment',
      position: '11:75',
      rule: 'has 4,107 bytes as JSON; Lambda takes 4,096',
    },
    {
      from: API,
      to: withKey('role: arn:aws:iam::222222222222:role/api'),
      path: 'functions.api.role',
      position: '11:81',
      rule: 'must be in 111111111111, where stg is',
    },
    {
      from: API,
      to: withKey('policies: ["arn:aws:iam::222222222222:policy/api"]'),
      path: 'functions.api.policies[0]',
      position: '11:86',
      rule: 'must be in 111111111111, where stg is',
    },
    {
      from: API,
      to: withKey('role: arn:aws:iam::111111111111:role/api, policies: [ReadOnlyAccess]'),
      path: 'functions.api.policies',
      position: '11:127',
      rule: 'goes with the role that the factory makes only',
    },
    {
      from: API,
      to: withKey('layers: []'),
      path: 'functions.api.layers',
      position: '11:75',
      rule: 'is no key here',
    },
    {
      from: '      api:',
      to: '      Api:',
      path: 'functions.Api',
      position: '11:7',
      rule: 'must be lower-case letters',
    },
    {
      from: `functions:\n      api: ${API}`,
      to: 'functions: {}',
      path: 'functions',
      position: '10:16',
      rule: 'at least one function',
    },
  ])('$path: $rule', (mistake) => expectMistake(mistake));

  it('is not shown where it is a secret', () => {
    const token = `ghp_${'a1'.repeat(18)}`;
    const [found] = lambdaDiagnostics(lambdaConfig([API, withKey(`environment: { TOKEN: ${token} }`)]));
    expect(found?.rule).toContain('looks like a secret');
    expect(JSON.stringify(found)).not.toContain(token);
  });

  it('names what of a function has a name that AWS does not take', () => {
    const long = `a${'-long'.repeat(12)}`;
    const ruleOf = (api: string) =>
      lambdaDiagnostics(lambdaConfig(['api:', `${long}:`], [API, api])).map(({ rule }) => rule);
    expect(ruleOf(API)).toEqual([
      expect.stringContaining(`makes the IAM role name shop-quotes-stg-${long}-function, which has`),
    ]);
    expect(ruleOf(withKey('role: arn:aws:iam::111111111111:role/api'))).toEqual([
      expect.stringContaining(`makes the Lambda function name shop-quotes-stg-${long}, which has`),
    ]);
  });

  it('refuses settings that Parameter Store does not take', () => {
    const functions = Array.from(
      { length: 3 },
      (_, index) => `      f${index}: ${withKey(`environment: { TEXT: ${'x'.repeat(3000)} }`)}`,
    ).join('\n');
    const [found] = lambdaDiagnostics(lambdaConfig([`      api: ${API}`, functions]));
    expect(found?.path).toBe('pipelines.quotes.functions');
    expect(found?.rule).toContain('Parameter Store takes 8,192');
  });

  it('refuses more than ten functions', () => {
    const functions = Array.from({ length: 11 }, (_, index) => `      f${index}: ${API}`).join('\n');
    expect(lambdaDiagnostics(lambdaConfig([`      api: ${API}`, functions]))[0]?.rule).toContain(
      'must have at most 10 functions',
    );
  });
});
