import {
  DescribeEventsCommand,
  GetTemplateCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { GetBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import { SSMClient } from '@aws-sdk/client-ssm';
import { bucketName } from '../../testing';
import { bucketNames, valueOf } from './support/looks';
import { type Stacks, startStacks } from './support/stacks';
import { IMPOSSIBLE, parameter } from './support/parameter';

let stacks: Stacks;
let s3: S3Client;
let ssm: SSMClient;

beforeAll(async () => {
  stacks = await startStacks();
  s3 = new S3Client(stacks.client());
  ssm = new SSMClient(stacks.client());
});

afterAll(async () => stacks.close());

describe('a change set', () => {
  it('refuses a type without provider before anything is made, by its place', async () => {
    const template = {
      Resources: { Table: { Type: 'AWS::DynamoDB::Table' }, P: parameter('/refused', 'x') },
    };
    const { status, reason, id } = await stacks.change('refused', template);
    expect(status).toBe('FAILED');
    expect(reason).toBe(
      'The local CloudFormation cannot create Table: it has no provider for AWS::DynamoDB::Table',
    );
    const events = await stacks.cloudformation.send(new DescribeEventsCommand({ ChangeSetName: id }));
    expect(events.OperationEvents).toEqual([
      expect.objectContaining({ LogicalResourceId: 'Table', ValidationPath: '/Resources/Table/Type' }),
    ]);
    await expect(valueOf(ssm, '/refused')).rejects.toThrow();
  });

  it('refuses a property that its provider does not know, naming resource, type and property', async () => {
    const Topic = { Type: 'AWS::SNS::Topic', Properties: { ArchivePolicy: {} } };
    const { reason } = await stacks.change('refused-property', { Resources: { Topic } });
    expect(reason).toBe(
      'The local CloudFormation cannot set property ArchivePolicy of Topic (AWS::SNS::Topic)',
    );
  });

  it.each([
    ['AWS::S3::Bucket', { AccessControl: 'PublicRead' }, 'set AccessControl PublicRead'],
    [
      'AWS::S3::Bucket',
      { NotificationConfiguration: { QueueConfigurations: [] } },
      'set NotificationConfiguration.QueueConfigurations',
    ],
    [
      'Custom::Thing',
      { ServiceToken: 'arn:aws:sns:x:1:t' },
      'use the ServiceToken arn:aws:sns:x:1:t, which is no function,',
    ],
  ])('refuses a value that its provider cannot make: %s %j', async (Type, Properties, cannot) => {
    const { reason } = await stacks.change('refused-value', { Resources: { Thing: { Type, Properties } } });
    expect(reason).toBe(`The local CloudFormation cannot ${cannot} of Thing (${Type})`);
  });

  it('refuses an attribute that its provider does not know', async () => {
    const Resources = {
      Topic: { Type: 'AWS::SNS::Topic' },
      P: parameter('/attribute', { 'Fn::Sub': '${Topic.Colour}' }),
    };
    const { reason } = await stacks.change('refused-attribute', { Resources });
    expect(reason).toBe(
      'The local CloudFormation cannot give attribute Colour of Topic (AWS::SNS::Topic) to P',
    );
  });

  it('tells what it would add, change, replace and remove', async () => {
    await stacks.deploy('changing', {
      Resources: {
        Kept: parameter('/changing/kept', 'same'),
        Changed: parameter('/changing/changed', 'old'),
        Replaced: parameter('/changing/old-name', 'x'),
        After: parameter('/changing/after', { Ref: 'Replaced' }),
        Removed: parameter('/changing/removed', 'x'),
      },
    });
    const template = {
      Resources: {
        Kept: parameter('/changing/kept', 'same'),
        Changed: parameter('/changing/changed', 'new'),
        Replaced: parameter('/changing/new-name', 'x'),
        After: parameter('/changing/after', { Ref: 'Replaced' }),
        Added: parameter('/changing/added', 'x'),
      },
    };
    const { changes } = await stacks.change('changing', template, { type: 'UPDATE' });
    const told = changes.map(({ ResourceChange: change }) => [
      change?.Action,
      change?.LogicalResourceId,
      change?.Replacement,
      change?.Details?.map(({ Target }) => Target?.Name).join(),
    ]);
    expect(told.sort()).toEqual([
      ['Add', 'Added', undefined, ''],
      ['Modify', 'After', 'False', 'Value'],
      ['Modify', 'Changed', 'False', 'Value'],
      ['Modify', 'Replaced', 'True', 'Name'],
      ['Remove', 'Removed', undefined, ''],
    ]);
  });

  it('fails in the words the CDK looks for when nothing changes', async () => {
    const template = { Resources: { P: parameter('/still', 'x') } };
    await stacks.deploy('still', template);
    const { status, reason } = await stacks.change('still', template, { type: 'UPDATE' });
    expect(status).toBe('FAILED');
    expect(reason).toMatch(/^The submitted information didn't contain changes\./);
  });
});

describe('an update', () => {
  it('changes in place, makes what replaces before it deletes what is replaced, and removes the rest', async () => {
    await stacks.deploy('moving', {
      Resources: {
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucketName('moving-old') } },
        Versioned: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucketName('moving-versioned') } },
        Pointer: parameter('/moving/pointer', { Ref: 'Bucket' }),
        Gone: parameter('/moving/gone', 'x'),
      },
    });
    const VersioningConfiguration = { Status: 'Enabled' };
    const stack = await stacks.deploy(
      'moving',
      {
        Resources: {
          Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucketName('moving-new') } },
          Versioned: {
            Type: 'AWS::S3::Bucket',
            Properties: { BucketName: bucketName('moving-versioned'), VersioningConfiguration },
          },
          Pointer: parameter('/moving/pointer', { Ref: 'Bucket' }),
        },
      },
      { type: 'UPDATE' },
    );
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
    expect(await valueOf(ssm, '/moving/pointer')).toBe(bucketName('moving-new'));
    expect(await bucketNames(s3)).toEqual(expect.not.arrayContaining([bucketName('moving-old')]));
    const versioning = await s3.send(
      new GetBucketVersioningCommand({ Bucket: bucketName('moving-versioned') }),
    );
    expect(versioning.Status).toBe('Enabled');
    await expect(valueOf(ssm, '/moving/gone')).rejects.toThrow();
    const history = await stacks.history(stack);
    expect(history.indexOf('Bucket DELETE_COMPLETE')).toBeGreaterThan(
      history.indexOf('Pointer UPDATE_COMPLETE'),
    );
    expect(history.at(-1)).toBe('moving UPDATE_COMPLETE');
  });

  it('that fails puts everything back as it was', async () => {
    const before = {
      Resources: {
        Changed: parameter('/back/changed', 'old'),
        Replaced: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucketName('back-old') } },
      },
    };
    await stacks.deploy('back', before);
    const after = {
      Resources: {
        Changed: parameter('/back/changed', 'new'),
        Replaced: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucketName('back-new') } },
        Added: parameter('/back/added', 'x'),
        Impossible: { ...IMPOSSIBLE, DependsOn: ['Changed', 'Replaced', 'Added'] },
      },
    };
    const stack = await stacks.deploy('back', after, { type: 'UPDATE' });
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await valueOf(ssm, '/back/changed')).toBe('old');
    expect(await bucketNames(s3)).toContain(bucketName('back-old'));
    expect(await bucketNames(s3)).not.toContain(bucketName('back-new'));
    await expect(valueOf(ssm, '/back/added')).rejects.toThrow();
    const kept = await stacks.cloudformation.send(new GetTemplateCommand({ StackName: 'back' }));
    expect(JSON.parse(kept.TemplateBody ?? '')).toEqual(before);
    expect((await stacks.change('back', before, { type: 'UPDATE' })).reason).toMatch(
      /didn't contain changes/,
    );
  });

  it('refuses to replace a resource under its own name', async () => {
    const role = (Path: string) => ({
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            RoleName: 'own-name',
            Path,
            AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
          },
        },
      },
    });
    await stacks.deploy('own-name', role('/a/'));
    const stack = await stacks.deploy('own-name', role('/b/'), { type: 'UPDATE' });
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect((await stacks.reasons(stack))[0]).toBe(
      'CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename own-name and update the stack again.',
    );
  });

  it('without a change set says when there is nothing to do', async () => {
    const TemplateBody = JSON.stringify({ Resources: { P: parameter('/direct', 'x') } });
    await stacks.deploy('direct', JSON.parse(TemplateBody) as object);
    const update = new UpdateStackCommand({ StackName: 'direct', TemplateBody });
    await expect(stacks.cloudformation.send(update)).rejects.toThrow('No updates are to be performed.');
  });
});
