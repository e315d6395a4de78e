import {
  DeleteStackCommand,
  DescribeEventsCommand,
  GetTemplateCommand,
  ListExportsCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  GetBucketVersioningCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetParameterCommand, ListTagsForResourceCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Stacks, startStacks } from './support/stacks';

let stacks: Stacks;
let s3: S3Client;
let ssm: SSMClient;

beforeAll(async () => {
  stacks = await startStacks();
  s3 = new S3Client(stacks.client());
  ssm = new SSMClient(stacks.client());
});

afterAll(async () => stacks.close());

const parameter = (name: string, value: unknown, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name: name, Type: 'String', Value: value },
  ...more,
});

const valueOf = async (name: string): Promise<string | undefined> =>
  (await ssm.send(new GetParameterCommand({ Name: name }))).Parameter?.Value;

const bucketNames = async (): Promise<(string | undefined)[]> =>
  ((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).map(({ Name }) => Name);

/** Fails when it is made: there is no such bucket. */
const IMPOSSIBLE = {
  Type: 'AWS::S3::BucketPolicy',
  Properties: { Bucket: 'no-such-bucket', PolicyDocument: { Version: '2012-10-17', Statement: [] } },
};

describe('a new stack', () => {
  it('has its resources made in order, and tells outputs and events as AWS does', async () => {
    const stack = await stacks.deploy('fresh', {
      Parameters: { Suffix: { Type: 'String', Default: 'one' } },
      Resources: {
        Pointer: parameter('/fresh/pointer', { 'Fn::GetAtt': ['Bucket', 'Arn'] }),
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': 'fresh-${Suffix}' } } },
      },
      Outputs: { Name: { Value: { Ref: 'Bucket' } } },
    });
    expect(stack.StackStatus).toBe('CREATE_COMPLETE');
    expect(stack.Outputs).toEqual([expect.objectContaining({ OutputKey: 'Name', OutputValue: 'fresh-one' })]);
    expect(await valueOf('/fresh/pointer')).toBe('arn:aws:s3:::fresh-one');
    expect(await stacks.history(stack)).toEqual([
      'fresh REVIEW_IN_PROGRESS',
      'fresh CREATE_IN_PROGRESS',
      'Bucket CREATE_IN_PROGRESS',
      'Bucket CREATE_IN_PROGRESS',
      'Bucket CREATE_COMPLETE',
      'Pointer CREATE_IN_PROGRESS',
      'Pointer CREATE_IN_PROGRESS',
      'Pointer CREATE_COMPLETE',
      'fresh CREATE_COMPLETE',
    ]);
  });

  it('leaves nothing behind when a resource fails', async () => {
    const stack = await stacks.deploy('unlucky', {
      Resources: {
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'unlucky-bucket' } },
        Policy: { ...IMPOSSIBLE, DependsOn: 'Bucket' },
        Never: parameter('/unlucky/never', { Ref: 'Policy' }),
      },
    });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await bucketNames()).not.toContain('unlucky-bucket');
    expect(await stacks.history(stack)).not.toContain('Never CREATE_IN_PROGRESS');
    expect((await stacks.reasons(stack))[0]).toMatch(
      /The specified bucket does not exist.*Service: S3.*Status Code: 404/,
    );
  });

  it('has generated names of stack, logical id and chance where none is given', async () => {
    const stack = await stacks.deploy('namer', {
      Resources: { Topic: { Type: 'AWS::SNS::Topic' } },
      Outputs: { Name: { Value: { 'Fn::GetAtt': ['Topic', 'TopicName'] } } },
    });
    expect(stack.Outputs?.[0]?.OutputValue).toMatch(/^namer-Topic-[A-Z0-9]{12}$/);
  });

  it('gives its tags to the resources that take tags', async () => {
    await stacks.deploy(
      'tagged',
      { Resources: { P: parameter('/tagged', 'x') } },
      { tags: { team: 'shop' } },
    );
    const command = new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: '/tagged' });
    expect((await ssm.send(command)).TagList).toEqual([{ Key: 'team', Value: 'shop' }]);
  });

  it('is made with the rights of its role, and no more', async () => {
    const trust = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'cloudformation.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    };
    const iam = new IAMClient(stacks.client());
    const document = JSON.stringify(trust);
    const created = await iam.send(
      new CreateRoleCommand({ RoleName: 'weak', AssumeRolePolicyDocument: document }),
    );
    const template = { Resources: { P: parameter('/weak', 'x') } };
    const stack = await stacks.deploy('weak', template, { roleArn: created.Role?.Arn });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect((await stacks.reasons(stack))[0]).toMatch(/not authorized to perform: ssm:PutParameter/);
  });

  it('belongs to its account', async () => {
    await stacks.deploy('mine', { Resources: { P: parameter('/mine', 'x') } });
    const other = new SSMClient(stacks.client('222222222222'));
    await expect(other.send(new GetParameterCommand({ Name: '/mine' }))).rejects.toThrow();
  });
});

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
    await expect(valueOf('/refused')).rejects.toThrow();
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
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'moving-old' } },
        Versioned: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'moving-versioned' } },
        Pointer: parameter('/moving/pointer', { Ref: 'Bucket' }),
        Gone: parameter('/moving/gone', 'x'),
      },
    });
    const VersioningConfiguration = { Status: 'Enabled' };
    const stack = await stacks.deploy(
      'moving',
      {
        Resources: {
          Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'moving-new' } },
          Versioned: {
            Type: 'AWS::S3::Bucket',
            Properties: { BucketName: 'moving-versioned', VersioningConfiguration },
          },
          Pointer: parameter('/moving/pointer', { Ref: 'Bucket' }),
        },
      },
      { type: 'UPDATE' },
    );
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
    expect(await valueOf('/moving/pointer')).toBe('moving-new');
    expect(await bucketNames()).toEqual(expect.not.arrayContaining(['moving-old']));
    const versioning = await s3.send(new GetBucketVersioningCommand({ Bucket: 'moving-versioned' }));
    expect(versioning.Status).toBe('Enabled');
    await expect(valueOf('/moving/gone')).rejects.toThrow();
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
        Replaced: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'back-old' } },
      },
    };
    await stacks.deploy('back', before);
    const after = {
      Resources: {
        Changed: parameter('/back/changed', 'new'),
        Replaced: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'back-new' } },
        Added: parameter('/back/added', 'x'),
        Impossible: { ...IMPOSSIBLE, DependsOn: ['Changed', 'Replaced', 'Added'] },
      },
    };
    const stack = await stacks.deploy('back', after, { type: 'UPDATE' });
    expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await valueOf('/back/changed')).toBe('old');
    expect(await bucketNames()).toContain('back-old');
    expect(await bucketNames()).not.toContain('back-new');
    await expect(valueOf('/back/added')).rejects.toThrow();
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

describe('a deletion', () => {
  it('keeps what the policy retains', async () => {
    await stacks.deploy('keeper', {
      Resources: {
        Kept: parameter('/keeper/kept', 'x', { DeletionPolicy: 'Retain' }),
        Gone: parameter('/keeper/gone', 'x'),
      },
    });
    const stack = await stacks.remove('keeper');
    expect(stack.StackStatus).toBe('DELETE_COMPLETE');
    expect(await valueOf('/keeper/kept')).toBe('x');
    await expect(valueOf('/keeper/gone')).rejects.toThrow();
  });

  it('stops at a bucket that is not empty, tells why, and goes on when it may retain it', async () => {
    await stacks.deploy('full', {
      Resources: {
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'full-bucket' } },
        Pointer: parameter('/full/pointer', { Ref: 'Bucket' }),
      },
    });
    await s3.send(new PutObjectCommand({ Bucket: 'full-bucket', Key: 'a', Body: 'b' }));
    const stuck = await stacks.remove('full');
    expect(stuck.StackStatus).toBe('DELETE_FAILED');
    expect(stuck.StackStatusReason).toBe('The following resource(s) failed to delete: [Bucket]. ');
    expect((await stacks.reasons(stuck))[0]).toMatch(/The bucket you tried to delete is not empty/);
    const gone = await stacks.remove('full', ['Bucket']);
    expect(gone.StackStatus).toBe('DELETE_COMPLETE');
    expect(await bucketNames()).toContain('full-bucket');
  });

  it('waits for termination protection to be taken off', async () => {
    await stacks.deploy('guarded', { Resources: { P: parameter('/guarded', 'x') } });
    const protect = { StackName: 'guarded', EnableTerminationProtection: true };
    await stacks.cloudformation.send(new UpdateTerminationProtectionCommand(protect));
    const deletion = stacks.cloudformation.send(new DeleteStackCommand({ StackName: 'guarded' }));
    await expect(deletion).rejects.toThrow(
      'Stack [guarded] cannot be deleted while TerminationProtection is enabled',
    );
  });

  it('of an export in use is refused', async () => {
    const exporter = {
      Resources: { P: parameter('/exporter', 'x') },
      Outputs: { Name: { Value: { Ref: 'P' }, Export: { Name: 'the-name' } } },
    };
    await stacks.deploy('exporter', exporter);
    await stacks.deploy('importer', {
      Resources: { P: parameter('/importer', { 'Fn::ImportValue': 'the-name' }) },
    });
    expect(await valueOf('/importer')).toBe('/exporter');
    const { Exports } = await stacks.cloudformation.send(new ListExportsCommand({}));
    expect(Exports).toEqual([expect.objectContaining({ Name: 'the-name', Value: '/exporter' })]);
    const stack = await stacks.remove('exporter');
    expect(stack.StackStatusReason).toBe('Export the-name cannot be deleted as it is in use by importer');
  });
});
