import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { bucketName } from '../../testing';
import { functionRole, inlineFunction } from './support/function';
import { type Stacks, startStacks } from './support/stacks';

let stacks: Stacks;

beforeAll(async () => {
  stacks = await startStacks();
});

afterAll(async () => stacks.close());

/** Notes each request in Parameter Store and answers as its properties say. */
const SOURCE = `
const { SSMClient, PutParameterCommand } = require('@aws-sdk/client-ssm');
exports.handler = async (event) => {
  const { Id, Answer, Size } = event.ResourceProperties;
  if (Answer === 'throw') throw new Error('broken');
  if (Answer === 'never') return;
  const { ResponseURL, StackId, RequestId, LogicalResourceId } = event;
  const Name = '/custom/' + event.RequestType + '/' + (event.PhysicalResourceId ?? 'new');
  const Value = JSON.stringify([event.ResourceType, event.OldResourceProperties?.Id ?? 'none', Size]);
  await new SSMClient().send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
  const outcome = Answer === 'fail' && event.RequestType !== 'Delete' ? { Status: 'FAILED', Reason: 'no luck' } : { Status: 'SUCCESS' };
  const Text = Answer === 'long' && event.RequestType !== 'Delete' ? 'x'.repeat(4096) : undefined;
  const body = { ...outcome, StackId, RequestId, LogicalResourceId, PhysicalResourceId: Id, Data: { Url: 'https://' + Id, Text } };
  const headers = Answer === 'typed' ? {} : { 'content-type': '' };
  await fetch(ResponseURL, { method: 'PUT', headers, body: JSON.stringify(body) });
};`;

/** How long an answer is waited for: long enough for one to come, where it must not be heard. */
const SECONDS: Readonly<Record<string, number>> = { never: 1, typed: 5 };

const template = (id: string, answer = 'succeed') => ({
  Resources: {
    Role: functionRole('custom'),
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'note',
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: 'ssm:PutParameter', Resource: 'arn:aws:ssm:*:*:parameter/custom/*' },
          ],
        },
      },
    },
    Handler: { ...inlineFunction('custom', SOURCE, { Timeout: 30 }), DependsOn: 'Policy' },
    Thing: {
      Type: 'Custom::Thing',
      Properties: {
        ServiceToken: { 'Fn::GetAtt': ['Handler', 'Arn'] },
        ServiceTimeout: SECONDS[answer] ?? 60,
        Id: id,
        Answer: answer,
        Size: 3,
      },
    },
  },
  Outputs: { Url: { Value: { 'Fn::GetAtt': ['Thing', 'Url'] } } },
});

async function requests(): Promise<Record<string, unknown>> {
  const command = new GetParametersByPathCommand({ Path: '/custom', Recursive: true });
  const { Parameters = [] } = await new SSMClient(stacks.client()).send(command);
  return Object.fromEntries(
    Parameters.map(({ Name = '', Value = '' }) => [Name, JSON.parse(Value) as unknown]),
  );
}

describe('a custom resource', () => {
  it('is made, replaced and deleted by its function, which sees every value as text', async () => {
    const first = await stacks.deploy('custom', template('one'));
    expect(first.Outputs?.[0]?.OutputValue).toBe('https://one');
    const second = await stacks.deploy('custom', template('two'), { type: 'UPDATE' });
    expect(second.Outputs?.[0]?.OutputValue).toBe('https://two');
    expect((await stacks.remove('custom')).StackStatus).toBe('DELETE_COMPLETE');
    expect(await requests()).toEqual({
      '/custom/Create/new': ['Custom::Thing', 'none', '3'],
      '/custom/Update/one': ['Custom::Thing', 'one', '3'],
      '/custom/Delete/one': ['Custom::Thing', 'none', '3'],
      '/custom/Delete/two': ['Custom::Thing', 'none', '3'],
    });
  });

  it('is not heard where it names a content type, for which its address is not signed', async () => {
    const stack = await stacks.deploy('custom-typed', template('four', 'typed'));
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect((await stacks.reasons(stack))[0]).toMatch(/did not receive a response/);
  });

  it.each([
    ['answers with a failure', 'fail', /Message returned: no luck/],
    ['answers with more than 4,096 bytes', 'long', /Response object is too long/],
    ['fails without an answer', 'throw', /failed without an answer: .*broken/],
    [
      'does not answer in time',
      'never',
      /did not receive a response from your Custom Resource Thing within 1 seconds/,
    ],
  ])('rolls its stack back where the function %s', async (_how, answer, reason) => {
    const stack = await stacks.deploy(`custom-${answer}`, template('three', answer));
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect((await stacks.reasons(stack))[0]).toMatch(reason);
  });
});

describe("the CDK's autoDeleteObjects", () => {
  it('empties the bucket before it is deleted', async () => {
    const Bucket = bucketName('emptied-by-cdk');
    await stacks.deploy('emptied', {
      Resources: {
        Bucket: {
          Type: 'AWS::S3::Bucket',
          Properties: {
            BucketName: Bucket,
            VersioningConfiguration: { Status: 'Enabled' },
            Tags: [{ Key: 'aws-cdk:auto-delete-objects', Value: 'true' }],
          },
        },
        Emptier: {
          Type: 'Custom::S3AutoDeleteObjects',
          Properties: { ServiceToken: 'arn:aws:lambda:x:y:function:z', BucketName: { Ref: 'Bucket' } },
        },
      },
    });
    const s3 = new S3Client(stacks.client());
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1' }));
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '2' }));
    expect((await stacks.remove('emptied')).StackStatus).toBe('DELETE_COMPLETE');
  });
});
