import { runInNewContext } from 'node:vm';
import type { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { configText, FULL_LAMBDA_PIPELINE, LAMBDA_PIPELINE } from '../../support/configs';
import { appOf, stackOf, templateOf } from '../../support/synthesized';
import { statementsOf } from '../../support/templates';

const app = appOf(configText(`${LAMBDA_PIPELINE}\n${FULL_LAMBDA_PIPELINE}`));
const one = templateOf(app, 'shop-quotes-stg-service');
const two = templateOf(app, 'shop-orders-stg-service');

type Properties = Readonly<Record<string, unknown>>;

/** The properties of a type's resources, by logical id. */
const all = (template: Template, type: string): Record<string, Properties> =>
  Object.fromEntries(
    Object.entries(template.findResources(type) as Record<string, { Properties: Properties }>).map(
      ([id, { Properties }]) => [id, Properties],
    ),
  );

const only = (template: Template, type: string): Properties => {
  const [found, ...others] = Object.values(all(template, type));
  expect(others).toEqual([]);
  return found ?? {};
};

describe('a function that the factory makes', () => {
  it('has a role, a log group, a first version, an alias on it and an alarm, and nothing else', () => {
    const { Resources } = one.toJSON() as { Resources: Record<string, { Type: string }> };
    expect(
      Object.values(Resources)
        .map(({ Type }) => Type)
        .sort(),
    ).toEqual([
      'AWS::CloudWatch::Alarm',
      'AWS::IAM::Role',
      'AWS::Lambda::Alias',
      'AWS::Lambda::Function',
      'AWS::Lambda::Version',
      'AWS::Logs::LogGroup',
    ]);
  });

  it('answers every call with an error that names its pipeline, until something is released', () => {
    const { Code } = only(one, 'AWS::Lambda::Function') as { Code: { ZipFile: string } };
    const exports: { handler?: () => Promise<unknown> } = {};
    runInNewContext(Code.ZipFile, { exports, Error });
    return expect(exports.handler?.()).rejects.toThrow(
      'Nothing is released yet: pipeline shop-quotes-stg releases this function',
    );
  });

  it('begins with its alias on its first version', () => {
    const [version] = Object.keys(all(one, 'AWS::Lambda::Version'));
    expect(only(one, 'AWS::Lambda::Alias')).toMatchObject({
      Name: 'live',
      FunctionVersion: { 'Fn::GetAtt': [version, 'Version'] },
    });
  });

  it('may write its own log and nothing else', () => {
    expect(statementsOf(one, 'shop-quotes-stg-api-function')).toEqual([
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: 'arn:aws:logs:ap-northeast-1:111111111111:log-group:/aws/lambda/shop-quotes-stg-api:*',
      },
    ]);
    expect(only(one, 'AWS::IAM::Role')).not.toHaveProperty('ManagedPolicyArns');
  });

  it('may do what the policies of the config allow, AWS’s own by name', () => {
    expect(only(two, 'AWS::IAM::Role')).toMatchObject({
      RoleName: 'shop-orders-stg-api-function',
      ManagedPolicyArns: [
        'arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess',
        'arn:aws:iam::111111111111:policy/team/orders',
      ],
    });
  });

  it('runs as the role that is there already where the config names one', () => {
    const roles = Object.values(all(two, 'AWS::Lambda::Function')).map(({ Role }) => Role);
    expect(roles[1]).toBe('arn:aws:iam::111111111111:role/orders-worker');
  });

  it('may make network interfaces, and send what fails, where the config names a network and a queue', () => {
    const statements = statementsOf(two, 'shop-orders-stg-api-function');
    expect(statements.slice(1)).toEqual([
      {
        Effect: 'Allow',
        Action: [
          'ec2:AssignPrivateIpAddresses',
          'ec2:CreateNetworkInterface',
          'ec2:DeleteNetworkInterface',
          'ec2:UnassignPrivateIpAddresses',
        ],
        Resource: 'arn:aws:ec2:ap-northeast-1:111111111111:*/*',
      },
      { Effect: 'Allow', Action: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'], Resource: '*' },
      {
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: 'arn:aws:sqs:ap-northeast-1:111111111111:orders-failed',
      },
    ]);
  });

  it('has what the config reserves of the account’s concurrency, and its alias a place for what fails', () => {
    const [api, worker] = Object.values(all(two, 'AWS::Lambda::Function'));
    expect(api).toMatchObject({ ReservedConcurrentExecutions: 20 });
    expect(worker).not.toHaveProperty('ReservedConcurrentExecutions');
    expect(only(two, 'AWS::Lambda::EventInvokeConfig')).toMatchObject({
      Qualifier: 'current',
      DestinationConfig: {
        OnFailure: { Destination: 'arn:aws:sqs:ap-northeast-1:111111111111:orders-failed' },
      },
    });
  });

  it('has an alarm on the errors that callers of its alias get, which notifies the environment’s topic', () => {
    expect(only(one, 'AWS::CloudWatch::Alarm')).toMatchObject({
      AlarmName: 'shop-quotes-stg-api-errors',
      Namespace: 'AWS/Lambda',
      MetricName: 'Errors',
      Dimensions: [
        { Name: 'FunctionName', Value: 'shop-quotes-stg-api' },
        { Name: 'Resource', Value: 'shop-quotes-stg-api:live' },
      ],
      AlarmActions: ['arn:aws:sns:ap-northeast-1:111111111111:shop-foundation-stg-notifications'],
      TreatMissingData: 'notBreaching',
    });
  });

  it('keeps its log where the environment retains its data', () => {
    const prd = templateOf(app, 'shop-quotes-prd-service');
    prd.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'RetainExceptOnCreate' });
    one.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete' });
  });
});

it('the functions’ stacks have no unexplained finding of AwsSolutions', () => {
  for (const id of ['shop-quotes-stg-service', 'shop-orders-stg-service'])
    expect(new AwsSolutionsChecks().validateScope(stackOf(app, id)).violations).toEqual([]);
});

describe('the stack never fights releases', () => {
  const serviceOf = (...changes: readonly (readonly [from: string, to: string])[]): Template => {
    const text = changes.reduce((all, [from, to]) => {
      if (!all.includes(from)) throw new Error(`not in the config: ${from}`);
      return all.replace(from, to);
    }, FULL_LAMBDA_PIPELINE);
    return templateOf(appOf(configText(text)), 'shop-orders-stg-service');
  };

  it.each<{ what: string; from: string; to: string }>([
    { what: 'memory', from: 'memory: 512', to: 'memory: 1024' },
    { what: 'time-out', from: 'timeout: 1m30s', to: 'timeout: 5s' },
    { what: 'handler', from: 'main.handle', to: 'other.handle' },
    { what: 'runtime', from: 'python3.13', to: 'python3.14' },
    { what: 'architecture', from: 'architecture: arm64', to: 'architecture: x86_64' },
    { what: 'code', from: 'dist/worker', to: 'dist/jobs' },
    { what: 'environment', from: 'LOG_LEVEL: debug', to: 'LOG_LEVEL: info' },
    { what: 'traffic', from: 'percentage: 10', to: 'percentage: 20' },
    { what: 'alarms', from: '[orders-slow, orders-late]', to: '[]' },
    { what: 'number of versions', from: 'keepVersions: 3', to: 'keepVersions: 30' },
    { what: 'source', from: 'repository: orders', to: 'repository: others' },
    { what: 'build', from: 'compute: medium', to: 'compute: large' },
    { what: 'approval', from: 'approval: true', to: 'approval: false' },
  ])('is the same when the $what of the config differs', ({ from, to }) => {
    expect(serviceOf([from, to]).toJSON()).toEqual(two.toJSON());
  });

  it('touches no other resource when the policies of a role differ', () => {
    const without = (template: Template) => {
      const { Resources } = template.toJSON() as { Resources: Record<string, { Type: string }> };
      return Object.fromEntries(
        Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::IAM::Role'),
      );
    };
    const changed = serviceOf(['AmazonDynamoDBReadOnlyAccess', 'AmazonSQSReadOnlyAccess']);
    expect(changed.toJSON()).not.toEqual(two.toJSON());
    expect(without(changed)).toEqual(without(two));
  });
});
