import {
  CopyImageCommand,
  type CopyImageCommandInput,
  CreateImageCommand,
  type CreateImageCommandInput,
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  DescribeSnapshotsCommand,
  type EC2Client,
  type Image,
  type Snapshot,
} from '@aws-sdk/client-ec2';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { REGION, type TestEndpoint } from '../../../testing';

/** What tests do with images, at an endpoint that exists only once they run. */
export function imagesOf(ec2: () => EC2Client) {
  let names = 0;
  const images = async (input: DescribeImagesCommandInput, client = ec2()): Promise<Image[]> =>
    (await client.send(new DescribeImagesCommand(input))).Images ?? [];
  return {
    /** Creates an image of an instance, which is pending. @returns its id */
    bake: async (InstanceId: string, input: Partial<CreateImageCommandInput> = {}): Promise<string> => {
      const Name = `golden-${++names}`;
      const { ImageId = '' } = await ec2().send(new CreateImageCommand({ InstanceId, Name, ...input }));
      return ImageId;
    },
    /** @returns the id of the copy, which is pending */
    copy: async (SourceImageId: string, input: Partial<CopyImageCommandInput> = {}): Promise<string> => {
      const Name = `copy-${++names}`;
      const request = { SourceImageId, SourceRegion: REGION, Name, ...input };
      return (await ec2().send(new CopyImageCommand(request))).ImageId ?? '';
    },
    images,
    image: async (id: string): Promise<Image> => (await images({ ImageIds: [id] }))[0] ?? {},
    /** The account's own. @param ids @default - all */
    snapshots: async (ids?: string[]): Promise<Snapshot[]> => {
      const { Snapshots = [] } = await ec2().send(
        new DescribeSnapshotsCommand({ SnapshotIds: ids, OwnerIds: ['self'] }),
      );
      return Snapshots;
    },
  };
}

export const snapshotIds = ({ BlockDeviceMappings = [] }: Image) =>
  BlockDeviceMappings.map(({ Ebs }) => Ebs?.SnapshotId ?? '');

/** A tag of this key. */
export const tagsNamed = (key: string) => [{ Key: key, Value: 'fleet' }];

/** Creates a key with the alias `alias/images`. @returns its ARN */
export async function createImagesKey(local: TestEndpoint): Promise<string> {
  const kms = new KMSClient(local.client());
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(
    new CreateAliasCommand({ AliasName: 'alias/images', TargetKeyId: KeyMetadata?.KeyId ?? '' }),
  );
  return KeyMetadata?.Arn ?? '';
}
