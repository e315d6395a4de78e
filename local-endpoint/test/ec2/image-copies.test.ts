import { ec2Harness } from './support/ec2-harness';
import { failsWith } from './support/fails-with';
import { createImagesKey, imagesOf, snapshotIds, tagsNamed } from './support/images';

const harness = ec2Harness();
const { launch } = harness;
const { bake, copy, image, snapshots } = imagesOf(() => harness.ec2);

let keyArn: string;

beforeAll(async () => {
  keyArn = await createImagesKey(harness.local);
});

const wait = () => harness.local.clock.advance(60_000);

describe('a copy of an image', () => {
  it('is encrypted with the key that it was given, untagged, and has snapshots of its own', async () => {
    const source = await bake(await launch());
    wait();
    const id = await copy(source, { Encrypted: true, KmsKeyId: 'alias/images' });
    const made = await image(id);
    expect(made).toMatchObject({ State: 'pending', Tags: [] });
    expect(made.BlockDeviceMappings).toMatchObject([{ Ebs: { Encrypted: true } }]);
    expect(await snapshots(snapshotIds(made))).toMatchObject([{ Encrypted: true, KmsKeyId: keyArn }]);
    wait();
    expect(await image(id)).toMatchObject({ State: 'available' });
    await failsWith('InvalidRequest', copy(id, { Encrypted: false }));
  });

  it('is encrypted with AWS’s key where it was given an empty one, as Packer sends it', async () => {
    const source = await bake(await launch());
    wait();
    const made = await image(await copy(source, { Encrypted: true, KmsKeyId: '' }));
    const [copied] = await snapshots(snapshotIds(made));
    expect(copied).toMatchObject({ Encrypted: true });
    expect(copied?.KmsKeyId).toMatch(/^arn:aws:kms:/);
  });

  it('has its source’s tags where the request says so', async () => {
    const TagSpecifications = [{ ResourceType: 'image' as const, Tags: tagsNamed('pipeline') }];
    const source = await bake(await launch(), { TagSpecifications });
    wait();
    expect((await image(await copy(source, { CopyImageTags: true }))).Tags).toEqual(tagsNamed('pipeline'));
  });

  it('fails, but not its call, where the key does not exist', async () => {
    const source = await bake(await launch());
    wait();
    const id = await copy(source, { Encrypted: true, KmsKeyId: 'alias/missing' });
    expect(await image(id)).toMatchObject({
      State: 'failed',
      StateReason: { Message: 'Copy image failed with an internal error.' },
    });
  });
});
