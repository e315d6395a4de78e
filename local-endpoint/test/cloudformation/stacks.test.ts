import {
  DeleteStackCommand,
  ListExportsCommand,
  UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParameterCommand, ListTagsForResourceCommand, SSMClient } from '@aws-sdk/client-ssm';
import { bucketName, OTHER_ACCOUNT } from '../../testing';
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
    expect(await valueOf(ssm, '/fresh/pointer')).toBe('arn:aws:s3:::fresh-one');
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
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucketName('unlucky-bucket') } },
        Policy: { ...IMPOSSIBLE, DependsOn: 'Bucket' },
        Never: parameter('/unlucky/never', { Ref: 'Policy' }),
      },
    });
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(await bucketNames(s3)).not.toContain(bucketName('unlucky-bucket'));
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
    const other = new SSMClient(stacks.client(OTHER_ACCOUNT));
    await expect(other.send(new GetParameterCommand({ Name: '/mine' }))).rejects.toThrow();
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
    expect(await valueOf(ssm, '/keeper/kept')).toBe('x');
    await expect(valueOf(ssm, '/keeper/gone')).rejects.toThrow();
  });

  it('stops at a bucket that is not empty, tells why, and goes on when it may retain it', async () => {
    await stacks.deploy('full', {
      Resources: {
        Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: bucketName('full-bucket') } },
        Pointer: parameter('/full/pointer', { Ref: 'Bucket' }),
      },
    });
    await s3.send(new PutObjectCommand({ Bucket: bucketName('full-bucket'), Key: 'a', Body: 'b' }));
    const stuck = await stacks.remove('full');
    expect(stuck.StackStatus).toBe('DELETE_FAILED');
    expect(stuck.StackStatusReason).toBe('The following resource(s) failed to delete: [Bucket]. ');
    expect((await stacks.reasons(stuck))[0]).toMatch(/The bucket you tried to delete is not empty/);
    const gone = await stacks.remove('full', ['Bucket']);
    expect(gone.StackStatus).toBe('DELETE_COMPLETE');
    expect(await bucketNames(s3)).toContain(bucketName('full-bucket'));
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
    expect(await valueOf(ssm, '/importer')).toBe('/exporter');
    const { Exports } = await stacks.cloudformation.send(new ListExportsCommand({}));
    expect(Exports).toEqual([expect.objectContaining({ Name: 'the-name', Value: '/exporter' })]);
    const stack = await stacks.remove('exporter');
    expect(stack.StackStatusReason).toBe('Export the-name cannot be deleted as it is in use by importer');
  });
});
