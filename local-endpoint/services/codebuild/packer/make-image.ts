import {
  CreateImageCommand,
  CreateTagsCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVolumesCommand,
  type EC2Client,
  EnableImageDeprecationCommand,
  type Image,
  ModifyImageAttributeCommand,
  RunInstancesCommand,
  StopInstancesCommand,
  type Tag,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import { GetInstanceProfileCommand, IAMClient } from '@aws-sdk/client-iam';
import type { AmazonEbs } from './amazon-ebs';
import { PackerFailure } from './failure';

/** What making an image needs beside its source. */
export interface ImageMaking {
  readonly ec2: EC2Client;
  /** Aborts when packer gets a signal. */
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

const POLL_MILLISECONDS = 50;

/**
 * Makes an image by the calls of the amazon plugin 1.8, in their order. The instance is terminated however it ends.
 * @returns the image's id
 */
export async function makeImage(ebs: AmazonEbs, making: ImageMaking): Promise<string> {
  const { print } = making;
  const source = await prepare(ebs, making);
  print('==> Launching a source AWS instance...');
  const instance = await runInstance(ebs, source, making);
  let failure: unknown;
  try {
    print(`    Instance ID: ${instance}`);
    await waitForInstance(making, instance, 'running');
    print('==> Nothing is provisioned: no instance runs here that could be connected to');
    print('==> Stopping the source instance...');
    await making.ec2.send(new StopInstancesCommand({ InstanceIds: [instance] }));
    await waitForInstance(making, instance, 'stopped');
    return await createImage(ebs, instance, making);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    await terminate(instance, making, failure !== undefined);
  }
}

/** What the plugin looks at before it launches anything. */
async function prepare(ebs: AmazonEbs, { ec2, print }: ImageMaking): Promise<Image> {
  const { imageName, sourceImage, instance } = ebs;
  print(`==> Prevalidating AMI Name: ${imageName}`);
  const { Images: same = [] } = await ec2.send(
    new DescribeImagesCommand({ Filters: [{ Name: 'name', Values: [imageName] }], Owners: ['self'] }),
  );
  if (same[0])
    throw new PackerFailure(`Error: AMI Name: '${imageName}' is used by an existing AMI: ${same[0].ImageId}`);
  const request =
    'id' in sourceImage
      ? { ImageIds: [sourceImage.id] }
      : { Owners: sourceImage.owners, Filters: sourceImage.filters };
  const { Images: found = [] } = await ec2.send(new DescribeImagesCommand(request));
  const [source] = found.sort((one, other) =>
    (one.CreationDate ?? '') < (other.CreationDate ?? '') ? 1 : -1,
  );
  if (!source) throw new PackerFailure('Error: No AMI was found matching filters');
  print(`    Found Image ID: ${source.ImageId}`);
  const subnet = instance.SubnetId ?? instance.NetworkInterfaces?.[0]?.SubnetId;
  if (subnet) await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [subnet] }));
  const groups = instance.SecurityGroupIds ?? instance.NetworkInterfaces?.[0]?.Groups;
  if (groups) await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: groups }));
  const profile = instance.IamInstanceProfile?.Name;
  if (profile) await new IAMClient().send(new GetInstanceProfileCommand({ InstanceProfileName: profile }));
  return source;
}

async function runInstance(ebs: AmazonEbs, source: Image, { ec2 }: ImageMaking): Promise<string> {
  const { Instances: [instance] = [] } = await ec2.send(
    new RunInstancesCommand({ ...ebs.instance, ImageId: source.ImageId, MinCount: 1, MaxCount: 1 }),
  );
  return instance?.InstanceId ?? '';
}

async function waitForInstance({ ec2, signal }: ImageMaking, id: string, wanted: string): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds: [id] }));
    const state = Reservations[0]?.Instances?.[0]?.State?.Name;
    if (state === wanted) return;
    if (state === 'terminated' && wanted !== 'terminated')
      throw new PackerFailure(`Error: the instance ${id} has been terminated`);
    await pause();
  }
}

async function createImage(ebs: AmazonEbs, instance: string, making: ImageMaking): Promise<string> {
  const { ec2, signal, print } = making;
  signal.throwIfAborted();
  print(`==> Creating AMI ${ebs.imageName} from instance ${instance}`);
  const tags = ebs.runTags;
  const { ImageId: image = '' } = await ec2.send(
    new CreateImageCommand({
      InstanceId: instance,
      Name: ebs.imageName,
      TagSpecifications: tags.length
        ? [
            { ResourceType: 'image', Tags: tags },
            { ResourceType: 'snapshot', Tags: tags },
          ]
        : undefined,
    }),
  );
  print(`    AMI: ${image}`);
  const snapshots = await waitForImage(making, image);
  await changeImage(ec2, image, ebs);
  await addTags(ec2, [image, ...snapshots], ebs.imageTags);
  await addTags(ec2, snapshots, ebs.snapshotTags);
  return image;
}

/** @returns its snapshots */
async function waitForImage({ ec2, signal }: ImageMaking, id: string): Promise<string[]> {
  for (;;) {
    signal.throwIfAborted();
    const { Images: [image] = [] } = await ec2.send(new DescribeImagesCommand({ ImageIds: [id] }));
    if (image?.State === 'failed') throw new PackerFailure(`Error: the AMI ${id} failed`);
    if (image?.State === 'available')
      return (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);
    await pause();
  }
}

/** What of an image only later calls can set. */
export async function changeImage(
  ec2: EC2Client,
  image: string,
  { description, imdsSupport, deprecateAt }: Pick<AmazonEbs, 'description' | 'imdsSupport' | 'deprecateAt'>,
): Promise<void> {
  if (description)
    await ec2.send(new ModifyImageAttributeCommand({ ImageId: image, Description: { Value: description } }));
  if (imdsSupport)
    await ec2.send(new ModifyImageAttributeCommand({ ImageId: image, ImdsSupport: { Value: imdsSupport } }));
  if (deprecateAt)
    await ec2.send(new EnableImageDeprecationCommand({ ImageId: image, DeprecateAt: new Date(deprecateAt) }));
}

async function addTags(ec2: EC2Client, resources: string[], tags: Tag[]): Promise<void> {
  if (resources.length > 0 && tags.length > 0)
    await ec2.send(new CreateTagsCommand({ Resources: resources, Tags: tags }));
}

/** As the plugin does, a refusal here is a line in the log and no failure. */
async function terminate(instance: string, making: ImageMaking, failed: boolean): Promise<void> {
  const { ec2, print } = making;
  print(
    failed
      ? '==> Terminating the source AWS instance (cleaning up)...'
      : '==> Terminating the source AWS instance...',
  );
  try {
    await ec2.send(new TerminateInstancesCommand({ InstanceIds: [instance] }));
  } catch (error) {
    print(`==> Error terminating instance, may still be around: ${(error as Error).message}`);
    return;
  }
  await waitForInstance({ ...making, signal: new AbortController().signal }, instance, 'terminated');
  await ec2.send(
    new DescribeVolumesCommand({ Filters: [{ Name: 'attachment.instance-id', Values: [instance] }] }),
  );
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
