import { EventBridgeClient, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import {
  GetOpenIDConnectProviderCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { ACCOUNT } from '../../testing';
import { type Stacks, startStacks } from './support/stacks';
import { trusting } from './support/function';
import { created, updated, deleted } from './support/states';

let stacks: Stacks;

beforeAll(async () => {
  stacks = await startStacks();
});

afterAll(async () => stacks.close());

describe('identity and messages', () => {
  const policy = (Action: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
  });
  const template = (action: string, seconds: number) => ({
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: 'worker',
          AssumeRolePolicyDocument: trusting('lambda'),
          Policies: [{ PolicyName: action.replace(/\W/g, ''), PolicyDocument: policy(action) }],
          ManagedPolicyArns: [{ Ref: 'Managed' }],
        },
      },
      Managed: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { ManagedPolicyName: 'managed', PolicyDocument: policy(action) },
      },
      Key: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true, Description: action } },
      Alias: {
        Type: 'AWS::KMS::Alias',
        Properties: { AliasName: 'alias/worker', TargetKeyId: { Ref: 'Key' } },
      },
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news', DisplayName: action } },
      TopicPolicy: {
        Type: 'AWS::SNS::TopicPolicy',
        Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: policy('sns:Publish') },
      },
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'jobs', VisibilityTimeout: seconds } },
      QueuePolicy: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [{ Ref: 'Queue' }], PolicyDocument: policy('sqs:SendMessage') },
      },
      Subscription: {
        Type: 'AWS::SNS::Subscription',
        Properties: {
          TopicArn: { Ref: 'Topic' },
          Protocol: 'sqs',
          Endpoint: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          RawMessageDelivery: true,
        },
      },
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: {
          Name: 'watch',
          EventPattern: { source: ['my.app'], 'detail-type': [action] },
          Targets: [{ Id: action, Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, InputTransformer: TRANSFORMER }],
        },
      },
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: 'busy',
          Namespace: 'AWS/SQS',
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } }],
          Statistic: 'Maximum',
          Period: '60',
          EvaluationPeriods: 1,
          Threshold: seconds,
          ComparisonOperator: 'GreaterThanThreshold',
          AlarmActions: [{ Ref: 'Topic' }],
        },
      },
    },
  });
  const TRANSFORMER = { InputPathsMap: { id: '$.id' }, InputTemplate: '{"id": <id>}' };

  it('are made, changed and deleted', async () => {
    expect(await stacks.deploy('identity', template('s3:GetObject', 30))).toMatchObject(created);
    expect(await stacks.deploy('identity', template('s3:PutObject', 45), { type: 'UPDATE' })).toMatchObject(
      updated,
    );
    const iam = new IAMClient(stacks.client());
    const inline = new GetRolePolicyCommand({ RoleName: 'worker', PolicyName: 's3PutObject' });
    expect((await iam.send(inline)).PolicyDocument).toContain(encodeURIComponent('s3:PutObject'));
    const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/managed`;
    const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
    const version = new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId });
    const document = decodeURIComponent((await iam.send(version)).PolicyVersion?.Document ?? '');
    expect(document).toContain('s3:PutObject');
    const events = new EventBridgeClient(stacks.client());
    const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: 'watch' }));
    expect(Targets).toEqual([expect.objectContaining({ Id: 's3:PutObject', InputTransformer: TRANSFORMER })]);
    expect(await stacks.remove('identity')).toMatchObject(deleted);
  });

  it('are trusted issuers of tokens, whose audiences stay as they are', async () => {
    const withAudience = (audience: string, thumbprint: string, team: string) => ({
      Resources: {
        Issuer: {
          Type: 'AWS::IAM::OIDCProvider',
          Properties: {
            Url: 'https://gitlab.example.com',
            ClientIdList: [audience],
            ThumbprintList: [thumbprint.repeat(40)],
            Tags: [{ Key: 'team', Value: team }],
          },
        },
      },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Issuer', 'Arn'] } }, Ref: { Value: { Ref: 'Issuer' } } },
    });
    const OpenIDConnectProviderArn = `arn:aws:iam::${ACCOUNT}:oidc-provider/gitlab.example.com`;
    const look = () =>
      new IAMClient(stacks.client()).send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    const { Outputs = [], ...stack } = await stacks.deploy('issuer', withAudience('one', 'a', 'web'));
    expect(stack).toMatchObject(created);
    expect(Outputs.map(({ OutputValue }) => OutputValue)).toEqual([
      OpenIDConnectProviderArn,
      OpenIDConnectProviderArn,
    ]);
    const changed = await stacks.deploy('issuer', withAudience('one', 'b', 'api'), { type: 'UPDATE' });
    expect(changed).toMatchObject(updated);
    expect(await look()).toMatchObject({
      ClientIDList: ['one'],
      ThumbprintList: ['b'.repeat(40)],
      Tags: [{ Key: 'team', Value: 'api' }],
    });
    const refused = stacks.deploy('issuer', withAudience('two', 'b', 'api'), { type: 'UPDATE' });
    await expect(refused).rejects.toThrow('ClientIdList');
    expect(await stacks.remove('issuer')).toMatchObject(deleted);
    await expect(look()).rejects.toThrow();
  });

  it('of the same name as something that is there are not taken over', async () => {
    const Resources = { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'taken' } } };
    await stacks.deploy('taker', { Resources });
    const stack = await stacks.deploy('taken', { Resources });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect((await stacks.reasons(stack))[0]).toMatch(/taken already exists/);
    expect(await stacks.remove('taker')).toMatchObject(deleted);
  });
});
