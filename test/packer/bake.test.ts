import { PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { BAKE_TAG, EXECUTION_TAG, IMAGE_HASH_TAG, PIPELINE_TAG } from '../../handlers/contract/names';
import { type BakeHarness, type BakeRun, PLAYBOOK, STAND_IN, startBakeHarness } from './support/bake-harness';
import { PIPELINE } from './support/bake-names';

/** The files of the first bake. */
const FILES = { 'image-tags.json': '{ "application": "fleet" }' };

let harness: BakeHarness;
let first: BakeRun;

beforeAll(async () => {
  harness = await startBakeHarness();
  first = await bake(FILES);
});

afterAll(() => harness.close());

const bake = (files: Readonly<Record<string, string>>, variables: Readonly<Record<string, string>> = {}) =>
  harness.bake({ 'playbook.yml': PLAYBOOK, ...files }, { ...STAND_IN, ...variables });

it('bakes an image that is encrypted, for IMDSv2 only, deprecated in time, and tagged', async () => {
  const { status, variables, build } = first;
  expect(status).toBe('SUCCEEDED');
  const [image] = await harness.images();
  expect(image).toMatchObject({ ImageId: variables.AMI_ID, ImdsSupport: 'v2.0', State: 'available' });
  expect(image?.BlockDeviceMappings?.map(({ Ebs }) => Ebs?.Encrypted)).toEqual([true]);
  const year = 365 * 86_400_000;
  expect(Math.abs(Date.parse(image?.DeprecationTime ?? '') - Date.now() - year)).toBeLessThan(600_000);
  const tags = Object.fromEntries((image?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  expect(tags).toMatchObject({
    application: 'fleet',
    [PIPELINE_TAG]: PIPELINE,
    [BAKE_TAG]: build.id,
    [EXECUTION_TAG]: 'execution-1',
    [IMAGE_HASH_TAG]: variables.IMAGE_HASH,
    'pipeline-factory:commit': 'c0ffee',
    'pipeline-factory:base-image': image?.SourceImageId,
  });
  expect(variables).toMatchObject({ IMAGE_REUSED: 'false', PACKAGES: 'no image serves yet' });
  expect(await harness.amiId()).toEqual({ value: image?.ImageId, version: Number(variables.AMI_VERSION) });
  expect(await harness.instances()).toEqual([]);
});

it('reuses an image of the same, whatever the commit, and hands on the version that holds it', async () => {
  const count = (await harness.images()).length;
  const again = await bake(FILES, { COMMIT_ID: 'another', EXECUTION_ID: 'execution-2' });
  expect(again.variables).toMatchObject({
    AMI_ID: first.variables.AMI_ID,
    AMI_VERSION: first.variables.AMI_VERSION,
    IMAGE_HASH: first.variables.IMAGE_HASH,
    IMAGE_REUSED: 'true',
  });
  expect(again.log).toMatch(/ami-\w+ of \S+ is reused: it has the hash/);
  expect(await harness.images()).toHaveLength(count);
});

it('writes a new version where an earlier image is reused again', async () => {
  const two = await bake({ 'files/a': 'two' });
  const again = await bake(FILES);
  expect(two.variables.AMI_ID).not.toBe(first.variables.AMI_ID);
  expect(again.variables).toMatchObject({ AMI_ID: first.variables.AMI_ID, IMAGE_REUSED: 'true' });
  expect(Number(again.variables.AMI_VERSION)).toBe(Number(two.variables.AMI_VERSION) + 1);
});

describe('secrets', () => {
  it('give the vault’s password to Ansible without its being in the log', async () => {
    await new SecretsManagerClient(harness.endpoint.client()).send(
      new CreateSecretCommand({ Name: 'shop/vault', SecretString: '{"password":"correct horse battery"}' }),
    );
    await harness.configure({ vaultPassword: 'shop/vault:password' });
    const run = await bake({ 'files/a': 'secret' }).finally(() => harness.configure({}));
    expect(run.status).toBe('SUCCEEDED');
    expect(run.log).not.toContain('horse');
  });
});

it('says which packages differ from those of the image that serves', async () => {
  const image = first.variables.AMI_ID ?? '';
  const list = async (id: string, Body: string) =>
    harness.s3.send(
      new PutObjectCommand({ Bucket: harness.bucket, Key: `${PIPELINE}/packages/${id}.txt`, Body }),
    );
  await list('ami-serving', 'bash 5.1\nnginx 1.24\nzlib 1.2\n');
  await list(image, 'bash 5.2\ncurl 8.5\nzlib 1.2\n');
  await harness.ssm.send(
    new PutParameterCommand({
      Name: '/shop/fleet/stg/release',
      Type: 'String',
      Value: JSON.stringify({ serving: { type: 'asg', imageId: 'ami-serving' } }),
    }),
  );
  const { variables } = await bake(FILES);
  expect(variables.PACKAGES).toBe('3 since ami-serving: bash 5.1 to 5.2, curl 8.5 added, nginx removed');
});
