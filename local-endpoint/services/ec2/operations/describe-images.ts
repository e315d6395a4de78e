import type {
  DescribeImageAttributeCommandInput,
  DescribeImagesCommandInput,
  DescribeImagesCommandOutput,
  Filter,
  Image,
} from '@aws-sdk/client-ec2';
import type { CallContext, Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { invalidCombination, invalidValue } from '../errors';
import { filtered, type FilterTable } from '../filters';
import { checkImageId, currentImage, imageNotFound, ownImage, visibleImages } from '../images/find';
import { forward } from '../../../kit/forward';
import { ec2Page } from '../pages';
import type { Ec2Store, StoredImage } from '../store';
import { tagsOf } from '../tags/tags';

const FILTERS: FilterTable<Image> = {
  architecture: ({ Architecture }) => Architecture,
  'block-device-mapping.delete-on-termination': ({ BlockDeviceMappings }) =>
    BlockDeviceMappings?.map(({ Ebs }) => Ebs?.DeleteOnTermination),
  'block-device-mapping.device-name': ({ BlockDeviceMappings }) =>
    BlockDeviceMappings?.map(({ DeviceName }) => DeviceName),
  'block-device-mapping.encrypted': ({ BlockDeviceMappings }) =>
    BlockDeviceMappings?.map(({ Ebs }) => Ebs?.Encrypted),
  'block-device-mapping.snapshot-id': ({ BlockDeviceMappings }) =>
    BlockDeviceMappings?.map(({ Ebs }) => Ebs?.SnapshotId),
  'block-device-mapping.volume-size': ({ BlockDeviceMappings }) =>
    BlockDeviceMappings?.map(({ Ebs }) => Ebs?.VolumeSize),
  'block-device-mapping.volume-type': ({ BlockDeviceMappings }) =>
    BlockDeviceMappings?.map(({ Ebs }) => Ebs?.VolumeType),
  'creation-date': ({ CreationDate }) => CreationDate,
  description: ({ Description }) => Description,
  'ena-support': ({ EnaSupport }) => EnaSupport,
  hypervisor: ({ Hypervisor }) => Hypervisor,
  'image-id': ({ ImageId }) => ImageId,
  'image-type': ({ ImageType }) => ImageType,
  'is-public': ({ Public }) => Public,
  'kernel-id': ({ KernelId }) => KernelId,
  name: ({ Name }) => Name,
  'owner-alias': ({ ImageOwnerAlias }) => ImageOwnerAlias,
  'owner-id': ({ OwnerId }) => OwnerId,
  platform: ({ Platform }) => Platform,
  'root-device-name': ({ RootDeviceName }) => RootDeviceName,
  'root-device-type': ({ RootDeviceType }) => RootDeviceType,
  'source-image-id': ({ SourceImageId }) => SourceImageId,
  'source-instance-id': ({ SourceInstanceId }) => SourceInstanceId,
  state: ({ State }) => State,
  'virtualization-type': ({ VirtualizationType }) => VirtualizationType,
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html */
export const describeImages =
  (store: Ec2Store): Operation<DescribeImagesCommandInput> =>
  async (input, context) => {
    const scope = scopeOf(context);
    const { ImageIds = [], Owners = [], ExecutableUsers = [], Filters, MaxResults } = input;
    if (ImageIds.length > 0 && MaxResults !== undefined)
      throw invalidCombination('The parameter imagesSet cannot be used with the parameter maxResults');
    ImageIds.forEach(checkImageId);
    const now = store.context.clock.now();
    const visible = visibleImages(store, scope).filter((stored) =>
      executable(stored, ExecutableUsers, scope.account),
    );
    const shown = visible.filter(
      ({ image }) => image.OwnerId === scope.account || ImageIds.length > 0 || !deprecated(image, input, now),
    );
    const own = shown.map((stored) => currentImage(stored, now));
    const named = new Set(ImageIds);
    const missing = ImageIds.filter((id) => !own.some(({ ImageId }) => ImageId === id));
    const onlyOwn = Owners.length > 0 && Owners.every((owner) => owner === 'self' || owner === scope.account);
    const vendorsMayMatch = !onlyOwn && ExecutableUsers.length === 0 && !namesOnly(own, Filters);
    const asksVendors = ImageIds.length > 0 ? missing.length > 0 : vendorsMayMatch;
    const vendors = asksVendors ? await vendorImages(store, context, missing) : [];
    const unknown = missing.filter((id) => !vendors.some(({ ImageId }) => ImageId === id));
    if (unknown.length > 0) throw imageNotFound(unknown);
    const all = [...own, ...vendors].filter(
      (image) =>
        (named.size === 0 || named.has(image.ImageId ?? '')) &&
        (Owners.length === 0 || Owners.some((owner) => owns(owner, image, scope.account))),
    );
    const state = store.in(scope);
    const matching = filtered(all, Filters, FILTERS, ({ ImageId = '' }) => ImageId, state);
    const { items, next } = ec2Page(matching, input, [1, 1000]);
    if (ImageIds.length > 0 && items.some(({ State }) => State === 'pending'))
      await store.context.clock.letAskAgain(context.caller.sourceArn);
    return {
      Images: items.map((image) => ({ ...image, Tags: tagsOf(state, image.ImageId ?? '') })),
      NextToken: next,
    };
  };

/** Whether a filter asks for these images by their ids, so that those of vendors need not be read. */
const namesOnly = (own: readonly Image[], filters: readonly Filter[] = []): boolean =>
  filters.some(
    ({ Name, Values = [] }) =>
      Name === 'image-id' && Values.every((id) => own.some(({ ImageId }) => ImageId === id)),
  );

const owns = (owner: string, { OwnerId, ImageOwnerAlias }: Image, account: string): boolean =>
  owner === 'self' ? OwnerId === account : owner === OwnerId || owner === ImageOwnerAlias;

const deprecated = (
  { DeprecationTime }: Image,
  { IncludeDeprecated }: DescribeImagesCommandInput,
  now: Date,
): boolean => IncludeDeprecated !== true && DeprecationTime !== undefined && new Date(DeprecationTime) <= now;

/** Whether users were given an image explicitly; `self` is who asks, `all` is everyone. */
function executable({ launchPermissions }: StoredImage, users: readonly string[], account: string): boolean {
  if (users.length === 0) return true;
  return users.some((user) =>
    launchPermissions.some(({ UserId, Group }) =>
      user === 'all' ? Group === 'all' : UserId === (user === 'self' ? account : user),
    ),
  );
}

/** @param ids which ones @default - all of the region, which are read once */
async function vendorImages(store: Ec2Store, context: CallContext, ids: readonly string[]): Promise<Image[]> {
  const known = store.vendorImages.get(context.region);
  if (known) return known;
  const read = readVendorImages(context, ids);
  if (ids.length > 0) return read;
  store.vendorImages.set(context.region, read);
  read.catch(() => store.vendorImages.delete(context.region));
  return read;
}

async function readVendorImages(context: CallContext, ids: readonly string[]): Promise<Image[]> {
  const request = ids.length > 0 ? { ImageIds: ids } : {};
  const { Images = [] } = await forward<DescribeImagesCommandOutput>(context, request);
  return Images.map(asVendorsMakeThem);
}

/** moto's have a disk of 15 GiB on magnetic storage, which stays when the instance ends. */
const asVendorsMakeThem = (image: Image): Image => ({
  ...image,
  EnaSupport: true,
  SriovNetSupport: 'simple',
  Tags: undefined,
  BlockDeviceMappings: image.BlockDeviceMappings?.map(({ DeviceName, Ebs }) => ({
    DeviceName,
    Ebs: { ...Ebs, DeleteOnTermination: true, Encrypted: false, VolumeSize: 8, VolumeType: 'gp3' },
  })),
});

const ATTRIBUTES: Readonly<Record<string, (stored: StoredImage) => object>> = {
  blockDeviceMapping: ({ image }) => ({ BlockDeviceMappings: image.BlockDeviceMappings }),
  bootMode: ({ image }) => ({ BootMode: { Value: image.BootMode } }),
  deregistrationProtection: ({ image }) => ({
    DeregistrationProtection: { Value: image.DeregistrationProtection },
  }),
  description: ({ image }) => ({ Description: { Value: image.Description } }),
  imdsSupport: ({ image }) => ({ ImdsSupport: { Value: image.ImdsSupport } }),
  launchPermission: ({ launchPermissions }) => ({ LaunchPermissions: launchPermissions }),
  sriovNetSupport: ({ image }) => ({ SriovNetSupport: { Value: image.SriovNetSupport } }),
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImageAttribute.html */
export const describeImageAttribute =
  (store: Ec2Store): Operation<DescribeImageAttributeCommandInput> =>
  async ({ ImageId, Attribute = '' }, context) => {
    const stored = ownImage(store, store.in(scopeOf(context)), ImageId);
    const read = Object.hasOwn(ATTRIBUTES, Attribute) ? ATTRIBUTES[Attribute] : undefined;
    if (!read)
      throw invalidValue(`Value (${Attribute}) for parameter attribute is invalid. Unknown attribute.`);
    return { ImageId, ...read(stored) };
  };
