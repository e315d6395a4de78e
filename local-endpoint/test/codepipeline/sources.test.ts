import { CreateRepositoryCommand, ECRClient, PutImageCommand } from '@aws-sdk/client-ecr';
import {
  type ActionDeclaration,
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
} from '@aws-sdk/client-codepipeline';
import {
  CreateBucketCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { ACCOUNT, REGION, until, type TestEndpoint } from '../../testing';
import { ROLE, startPipelines } from './support/start';
import { approval, KEY_ALIAS, openShop, type Shop, SETTINGS, source, STORE } from './support/shop';
import { containing, matching } from './support/matching';

const MANIFEST = 'application/vnd.docker.distribution.manifest.v2+json';

let endpoint: TestEndpoint;
let shop: Shop;
let ecr: ECRClient;

beforeAll(async () => {
  endpoint = await startPipelines();
  shop = await openShop(endpoint);
  ecr = new ECRClient(endpoint.client());
  await ecr.send(new CreateRepositoryCommand({ repositoryName: 'storefront' }));
});
afterAll(() => endpoint.close());
afterEach(() => endpoint.restore());

const wait = [approval('First')];
const imageSource = (
  configuration: Record<string, string> = { RepositoryName: 'storefront', ImageTag: 'latest' },
) =>
  source({
    name: 'Image',
    actionTypeId: { category: 'Source', owner: 'AWS', provider: 'ECR', version: '1' },
    configuration,
    outputArtifacts: [{ name: 'images' }],
    namespace: 'Image',
  });
const push = async (layer: string): Promise<string> => {
  const imageManifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST,
    config: { digest: layer },
    layers: [],
  });
  const { image } = await ecr.send(
    new PutImageCommand({ repositoryName: 'storefront', imageManifest, imageTag: 'latest' }),
  );
  return image?.imageId?.imageDigest ?? '';
};
const done = (name: string, id: string, action: string) =>
  until(async () => {
    const run = await shop.action(name, id, action);
    return run?.status === 'Succeeded' && run;
  });

test('S3 takes the latest version as it is, under a short key, encrypted, with the role of the pipeline', async () => {
  const version = await shop.upload({ 'appspec.yaml': 'version: 0.0' });
  const name = await shop.create([source(), ...wait]);
  const id = await shop.start(name);
  const { output, input } = await done(name, id, 'Settings');
  const { bucket, key } = output?.outputArtifacts?.[0]?.s3location ?? {};
  expect(bucket).toBe(STORE);
  expect(key).toMatch(/^shop-storefront-stg-\/settings\/[A-Za-z0-9]{7}$/);
  const head = await shop.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
  expect([head.ServerSideEncryption, head.SSEKMSKeyId]).toEqual(['aws:kms', KEY_ALIAS]);
  const { Body: body } = await shop.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  expect(Object.keys(unzipSync((await body?.transformToByteArray()) ?? new Uint8Array()))).toEqual([
    'appspec.yaml',
  ]);
  expect(output?.outputVariables).toEqual({
    BucketName: SETTINGS,
    ObjectKey: 'settings.zip',
    ETag: matching(/^[0-9a-f]{32}$/),
    VersionId: version,
  });
  expect(input?.namespace).toBe('Settings');
  expect(
    endpoint.calls.filter(({ service, caller }) => service === 's3' && caller.roleArn === ROLE),
  ).not.toEqual([]);
});

test('S3 takes the version that started it, not the latest', async () => {
  const old = await shop.upload({ 'appspec.yaml': 'old' });
  await shop.upload({ 'appspec.yaml': 'new' });
  const name = await shop.create([source(), ...wait]);
  const override = {
    actionName: 'Settings',
    revisionType: 'S3_OBJECT_VERSION_ID',
    revisionValue: old,
  } as const;
  const id = await shop.start(name, { sourceRevisions: [override] });
  expect((await done(name, id, 'Settings')).output?.outputVariables?.VersionId).toBe(old);
  const { sourceRevisions } = await shop.execution(name, id);
  expect(sourceRevisions).toMatchObject([{ actionName: 'Settings', revisionId: old }]);
  const query = { pipelineName: name, pipelineExecutionId: id };
  const { pipelineExecution } = await shop.pipelines.send(new GetPipelineExecutionCommand(query));
  expect(pipelineExecution?.artifactRevisions).toMatchObject([{ name: 'settings', revisionId: old }]);
});

test('S3 refuses a bucket without versioning', async () => {
  await shop.s3.send(
    new CreateBucketCommand({ Bucket: 'plain', CreateBucketConfiguration: { LocationConstraint: REGION } }),
  );
  const name = await shop.create([
    source({ configuration: { S3Bucket: 'plain', S3ObjectKey: 'settings.zip' } }),
    ...wait,
  ]);
  const id = await shop.start(name);
  expect((await shop.error(name, id, 'Settings')).message).toContain('versioned bucket');
});

test('the error names the S3 object that does not exist', async () => {
  const name = await shop.create([
    source({ configuration: { S3Bucket: SETTINGS, S3ObjectKey: 'other.zip' } }),
    ...wait,
  ]);
  const id = await shop.start(name);
  expect((await shop.error(name, id, 'Settings')).message).toContain('other.zip');
  expect(await shop.end(name, id)).toBe('Failed');
});

test('S3 keeps the tags of the object with its artifact', async () => {
  const Body = zipSync({ 'appspec.yaml': strToU8('version: 0.0') });
  await shop.s3.send(
    new PutObjectCommand({ Bucket: SETTINGS, Key: 'tagged.zip', Body, Tagging: 'commit=1a2b3c' }),
  );
  const configuration = { S3Bucket: SETTINGS, S3ObjectKey: 'tagged.zip' };
  const name = await shop.create([source({ configuration }), ...wait]);
  const id = await shop.start(name);
  const { output } = await done(name, id, 'Settings');
  const { bucket, key } = output?.outputArtifacts?.[0]?.s3location ?? {};
  const { TagSet } = await shop.s3.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: key }));
  expect(TagSet).toEqual([{ Key: 'commit', Value: '1a2b3c' }]);
});

test.each(['GetBucketAcl', 'GetBucketLocation', 'GetObjectTagging'])(
  'S3 asks for the documented right to %s',
  async (operation) => {
    await shop.upload({ 'appspec.yaml': 'version: 0.0' });
    endpoint.deny(`s3:${operation}`);
    const name = await shop.create([source(), ...wait]);
    const id = await shop.start(name);
    expect((await shop.error(name, id, 'Settings')).message).toContain(`s3:${operation}`);
  },
);

test.each([
  {
    origin: 'an object, and needs the right to its tags',
    from: source(),
    artifact: 'settings',
    expected: { code: 'PermissionError', message: containing(`S3 artifact bucket '${STORE}'`) },
  },
  {
    origin: 'an image, and needs no right to tags',
    from: imageSource(),
    artifact: 'images',
    expected: { code: 'ConfigurationError', message: containing('imagedefinitions.json') },
  },
])('an action reads an artifact that comes from $origin', async ({ from, artifact, expected }) => {
  await shop.upload({ 'appspec.yaml': 'version: 0.0' });
  await push(`for ${artifact}`);
  const deploy: ActionDeclaration = {
    name: 'Deploy',
    actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'ECS', version: '1' },
    configuration: { ClusterName: 'shop', ServiceName: 'web' },
    inputArtifacts: [{ name: artifact }],
  };
  const name = await shop.create([from, ...wait, { name: 'Deploy', actions: [deploy] }]);
  await shop.token(name, 'First');
  endpoint.deny('s3:GetObjectTagging');
  await shop.answer(name, 'First');
  const { stageStates } = await until(async () => {
    const state = await shop.pipelines.send(new GetPipelineStateCommand({ name }));
    return state.stageStates?.at(-1)?.latestExecution?.status === 'Failed' && state;
  });
  const id = stageStates?.at(-1)?.latestExecution?.pipelineExecutionId ?? '';
  expect(await shop.error(name, id, 'Deploy')).toMatchObject(expected);
});

test('a call that the role does not allow fails the action by name', async () => {
  await shop.upload({ 'appspec.yaml': 'version: 0.0' });
  endpoint.deny('s3:PutObject');
  const name = await shop.create([source(), ...wait]);
  const id = await shop.start(name);
  expect(await shop.error(name, id, 'Settings')).toMatchObject({
    code: 'PermissionError',
    message: containing('s3:PutObject'),
  });
});

test('ECR describes the image of a tag in imageDetail.json', async () => {
  const digest = await push('one');
  const name = await shop.create([imageSource(), ...wait]);
  const id = await shop.start(name);
  const { output } = await done(name, id, 'Image');
  const uri = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/storefront@${digest}`;
  const variables = {
    RegistryId: ACCOUNT,
    RepositoryName: 'storefront',
    ImageTag: 'latest',
    ImageDigest: digest,
    ImageURI: uri,
  };
  expect(output?.outputVariables).toEqual(variables);
  const { bucket, key } = output?.outputArtifacts?.[0]?.s3location ?? {};
  const { Body: body } = await shop.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const files = unzipSync((await body?.transformToByteArray()) ?? new Uint8Array());
  expect(JSON.parse(strFromU8(files['imageDetail.json'] ?? new Uint8Array()))).toEqual({
    ImageSizeInBytes: matching(/^\d+$/),
    ImageDigest: digest,
    Version: '1.0',
    ImagePushedAt: matching(/^\w{3} \w{3} \d{2} \d{2}:\d{2}:\d{2} UTC \d{4}$/),
    RegistryId: ACCOUNT,
    RepositoryName: 'storefront',
    ImageURI: uri,
    ImageTags: ['latest'],
  });
});

test('ECR takes the digest that started it, though the tag has moved on', async () => {
  const old = await push('two');
  await push('three');
  const name = await shop.create([imageSource(), ...wait]);
  const override = { actionName: 'Image', revisionType: 'IMAGE_DIGEST', revisionValue: old } as const;
  const id = await shop.start(name, { sourceRevisions: [override] });
  expect((await done(name, id, 'Image')).output?.outputVariables?.ImageDigest).toBe(old);
});

test('a tag that does not exist fails with the message of ECR', async () => {
  const name = await shop.create([imageSource({ RepositoryName: 'storefront', ImageTag: 'v9' }), ...wait]);
  const id = await shop.start(name);
  expect((await shop.error(name, id, 'Image')).message).toMatch(
    /imageTag:'v9'.*does not exist within the repository/,
  );
});

test('a source action takes only the kinds of revision it has', async () => {
  const name = await shop.create([imageSource(), ...wait]);
  const revisionValue = 'x';
  const wrongType = { actionName: 'Image', revisionType: 'COMMIT_ID', revisionValue } as const;
  await expect(shop.start(name, { sourceRevisions: [wrongType] })).rejects.toMatchObject({
    name: 'ValidationException',
  });
  const nobody = { actionName: 'Other', revisionType: 'IMAGE_DIGEST', revisionValue } as const;
  await expect(shop.start(name, { sourceRevisions: [nobody] })).rejects.toMatchObject({
    name: 'ValidationException',
  });
});
