import { LAMBDA_CONFIG, lambdaDiagnostics } from './lambda-config';
import { expectMistake, type Mistake } from './lambda-mistakes';

test('a config of a Lambda function is right', () => {
  expect(lambdaDiagnostics(LAMBDA_CONFIG)).toEqual([]);
});

describe('a mistake is found where it is', () => {
  test.each<Mistake>([
    {
      from: 'build: { buildspec: buildspec.yml }',
      to: 'build: {}',
      path: 'build.buildspec',
      position: '9:5',
      rule: 'is required',
    },
    {
      from: 'buildspec: buildspec.yml',
      to: 'buildspec: buildspec.yml, images: { app: app }',
      path: 'build.images',
      position: '9:40',
      rule: 'is no key here',
    },
    {
      from: 'deploy: {}',
      to: 'scan: high\n    deploy: {}',
      path: 'scan',
      position: '12:5',
      rule: 'is no key here',
    },
    {
      from: 'checks: {}',
      to: 'checks: { publish: a.yml }',
      path: 'checks.publish',
      position: '8:15',
      rule: 'makes a second stage Publish',
    },
    {
      from: 'deploy: {}',
      to: 'deploy: { alias: $LATEST }',
      path: 'deploy.alias',
      position: '12:22',
      rule: 'letters, digits',
    },
    {
      from: 'deploy: {}',
      to: 'deploy: { alias: "12" }',
      path: 'deploy.alias',
      position: '12:22',
      rule: 'not of digits only',
    },
    {
      from: 'deploy: {}',
      to: 'deploy: { traffic: { linear: { percentage: 1, interval: 1h } } }',
      path: 'deploy.traffic.linear.interval',
      position: '12:61',
      rule: 'takes 5,940 minutes until all traffic has moved; CodePipeline’s action takes at most 2,880',
    },
    {
      from: 'deploy: {}',
      to: 'deploy: { traffic: { canary: { percentage: 10, interval: 3d } } }',
      path: 'deploy.traffic.canary.interval',
      position: '12:62',
      rule: '2,880 minutes',
    },
    {
      from: 'deploy: {}',
      to: 'deploy: { hooks: { afterAllowTraffic: check }, traffic: { canary: { percentage: 10, interval: 21h } } }',
      path: 'deploy.traffic.canary.interval',
      position: '12:99',
      rule: 'takes 1,260 minutes until all traffic has moved; with hooks it may take at most 1,200',
    },
    {
      from: 'deploy: {}',
      to: 'deploy: { hooks: {} }',
      path: 'deploy.hooks',
      position: '12:22',
      rule: 'must have beforeAllowTraffic or afterAllowTraffic',
    },
    {
      from: 'deploy: {}',
      to: 'deploy: { hooks: { beforeAllowTraffic: "check:live" } }',
      path: 'deploy.hooks.beforeAllowTraffic',
      position: '12:44',
      rule: 'must be the name or the ARN of a function, without version and alias',
    },
    {
      from: 'deploy: {}',
      to: 'deploy: { hooks: { beforeAllowTraffic: "arn:aws:lambda:eu-west-1:111111111111:function:check" } }',
      path: 'deploy.hooks.beforeAllowTraffic',
      position: '12:44',
      rule: 'must be in 111111111111 ap-northeast-1',
    },
    {
      from: 'deploy: {}',
      to: 'deploy: { rollbackOn: [], alarms: [slow] }',
      path: 'deploy.alarms',
      position: '12:31',
      rule: 'needs alarm in rollbackOn',
    },
    {
      from: 'deploy: {}',
      to: 'deploy: { alarms: ["slow,late"] }',
      path: 'deploy.alarms[0]',
      position: '12:24',
      rule: 'no comma',
    },
    {
      from: 'deploy: {}',
      to: `deploy: { alarms: [${Array.from({ length: 10 }, (_, index) => `a${index}`).join(', ')}] }`,
      path: 'deploy.alarms',
      position: '12:23',
      rule: 'at most 9',
    },
    {
      from: 'deploy: {}',
      to: `deploy: { alarms: [${Array.from({ length: 5 }, (_, index) => `a${index}${'x'.repeat(200)}`).join(', ')}] }`,
      path: 'deploy.alarms',
      position: '12:15',
      rule: 'must have shorter names',
    },
    {
      from: 'deploy: {}',
      to: 'deploy: { keepVersions: 51 }',
      path: 'deploy.keepVersions',
      position: '12:29',
      rule: '50',
    },
  ])('$path: $rule', (mistake) => expectMistake(mistake));
});
