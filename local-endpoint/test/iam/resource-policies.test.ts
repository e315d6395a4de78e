import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetObjectCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateTopicCommand,
  PublishCommand,
  SetTopicAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  ACCOUNT,
  bucketName,
  OTHER_ACCOUNT,
  type TestEndpoint,
  REGION,
  startTestEndpoint,
} from '../../testing';
import { allow, rolesOf, unique } from './support/roles';

let local: TestEndpoint;
beforeAll(async () => {
  local = await startTestEndpoint({ roles: 'enforced' });
});
afterAll(() => local.close());

const { role, assumed } = rolesOf(() => local);

describe('S3', () => {
  const admin = () => new S3Client(local.client());
  const bucket = async (client = admin()): Promise<string> => {
    const Bucket = bucketName(unique('bucket'));
    await client.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
    return Bucket;
  };
  const as = async (statements: object[]) =>
    new S3Client({ ...(await assumed(await role(statements))), forcePathStyle: true });

  it('tells apart reading the newest version and reading one', async () => {
    const Bucket = await bucket();
    await admin().send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    const s3 = await as([allow('s3:GetObject', `arn:aws:s3:::${Bucket}/*`)]);
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'k' }))).resolves.toBeDefined();
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'k', VersionId: 'v' }))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining(
        `s3:GetObjectVersion on resource: "arn:aws:s3:::${Bucket}/k"`,
      ) as string,
    });
  });

  it('needs to read the source to copy', async () => {
    const Bucket = await bucket();
    await admin().send(new PutObjectCommand({ Bucket, Key: 'from', Body: 'x' }));
    const copy = new CopyObjectCommand({ Bucket, Key: 'to', CopySource: `${Bucket}/from` });
    const put = allow('s3:PutObject', `arn:aws:s3:::${Bucket}/to`);
    await expect((await as([put])).send(copy)).rejects.toThrow('s3:GetObject');
    await expect(
      (await as([put, allow('s3:GetObject', `arn:aws:s3:::${Bucket}/from`)])).send(copy),
    ).resolves.toBeDefined();
  });

  it("keeps bucket policies with their conditions, and lets CDK's enforceSSL be", async () => {
    const Bucket = await bucket();
    const tls = {
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 's3:*',
      Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    const noSecrets = {
      ...tls,
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/secret`,
      Condition: {},
    };
    const Policy = JSON.stringify({ Statement: [tls, noSecrets] });
    await admin().send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await admin().send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(Policy);
    const s3 = await as([allow('s3:*')]);
    await expect(s3.send(new PutObjectCommand({ Bucket, Key: 'secret', Body: 'x' }))).resolves.toBeDefined();
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'secret' }))).rejects.toThrow(
      'with an explicit deny in a resource-based policy',
    );
    await admin().send(new DeleteBucketPolicyCommand({ Bucket }));
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'secret' }))).resolves.toBeDefined();
    await expect(admin().send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({
      name: 'NoSuchBucketPolicy',
    });
    await expect(admin().send(new PutBucketPolicyCommand({ Bucket, Policy: 'x' }))).rejects.toMatchObject({
      name: 'MalformedPolicy',
    });
  });

  it("across accounts needs the bucket's leave too", async () => {
    const owner = new S3Client({ ...local.client(OTHER_ACCOUNT), forcePathStyle: true });
    const Bucket = await bucket(owner);
    await owner.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'theirs' }));
    const arn = await role([allow('s3:GetObject')]);
    const s3 = new S3Client({ ...(await assumed(arn)), forcePathStyle: true });
    const get = () => s3.send(new GetObjectCommand({ Bucket, Key: 'k' }));
    await expect(get()).rejects.toThrow('no resource-based policy allows');
    const grant = {
      Effect: 'Allow',
      Principal: { AWS: arn },
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
    };
    await owner.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Statement: grant }) }));
    expect(await (await get()).Body?.transformToString()).toBe('theirs');
  });

  it("needs the key of a bucket that encrypts, granted here by the key's own policy", async () => {
    const Bucket = await bucket();
    const arn = await role([allow('s3:*')]);
    const kms = new KMSClient(local.client());
    const grant = (pattern: string) => ({
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
      Condition: {
        ArnLike: { 'aws:PrincipalArn': pattern },
        StringEquals: { 'kms:ViaService': `s3.${REGION}.amazonaws.com` },
      },
    });
    const encrypt = async (pattern: string) => {
      const administer = {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: 'kms:*',
        Resource: '*',
      };
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [administer, grant(pattern)] });
      const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Policy }));
      const AliasName = `alias/${unique('key')}`;
      await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyMetadata?.KeyId }));
      const KMSMasterKeyID = `arn:aws:kms:${REGION}:${ACCOUNT}:${AliasName}`;
      const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: 'aws:kms' as const, KMSMasterKeyID };
      const ServerSideEncryptionConfiguration = { Rules: [{ ApplyServerSideEncryptionByDefault }] };
      await admin().send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration }));
    };
    const s3 = new S3Client({ ...(await assumed(arn)), forcePathStyle: true });
    const put = () => s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    await encrypt(`arn:aws:iam::${ACCOUNT}:role/somebody-else`);
    await expect(put()).rejects.toThrow('kms:GenerateDataKey');
    await encrypt(`arn:aws:iam::${ACCOUNT}:role/role-*`);
    await expect(put()).resolves.toBeDefined();
    await expect(s3.send(new GetObjectCommand({ Bucket, Key: 'k' }))).resolves.toBeDefined();
  });
});

describe('a service without a role', () => {
  const rule = `arn:aws:events:${REGION}:${ACCOUNT}:rule/r`;
  const asEvents = () => local.context.aws.asPrincipal('events.amazonaws.com', ACCOUNT, REGION, rule);

  it('publishes to a topic only by leave of the topic', async () => {
    const sns = new SNSClient(local.client());
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'topic' }));
    const publish = () => new SNSClient(asEvents()).send(new PublishCommand({ TopicArn, Message: 'hi' }));
    await expect(publish()).rejects.toThrow('no resource-based policy allows the sns:Publish action');
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: TopicArn,
      Condition: { ArnEquals: { 'aws:SourceArn': rule } },
    };
    const AttributeValue = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
    await expect(publish()).resolves.toBeDefined();
  });

  it('sends to a queue only by leave of the queue', async () => {
    const sqs = new SQSClient(local.client());
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:*',
      Resource: '*',
    };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const open = await sqs.send(new CreateQueueCommand({ QueueName: 'open', Attributes: { Policy } }));
    const closed = await sqs.send(new CreateQueueCommand({ QueueName: 'closed' }));
    const send = (QueueUrl?: string) =>
      new SQSClient(asEvents()).send(new SendMessageCommand({ QueueUrl, MessageBody: 'hi' }));
    await expect(send(open.QueueUrl)).resolves.toBeDefined();
    await expect(send(closed.QueueUrl)).rejects.toThrow('sqs:SendMessage');
  });
});
