import type {
  DeregisterImageCommandInput,
  EnableImageDeprecationCommandInput,
  EnableImageDeregistrationProtectionCommandInput,
  LaunchPermission,
  ModifyImageAttributeCommandInput,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { invalidValue, missingParameter } from '../errors';
import { ownImage } from '../images/find';
import type { Ec2Store, StoredImage } from '../store';

interface ImageReference {
  readonly ImageId?: string;
}

/**
 * Snapshots stay unless the request says otherwise.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeregisterImage.html
 */
export const deregisterImage =
  (store: Ec2Store): Operation<DeregisterImageCommandInput> =>
  async ({ ImageId, DeleteAssociatedSnapshots }, context) => {
    const state = store.in(scopeOf(context));
    const { image } = ownImage(store, state, ImageId);
    if (image.DeregistrationProtection !== 'disabled')
      throw new AwsError(
        'OperationNotPermitted',
        `The image '${ImageId}' has deregistration protection enabled. Disable it and try again.`,
      );
    state.images.delete(ImageId ?? '');
    state.tags.delete(ImageId ?? '');
    state.deregistered.add(ImageId ?? '');
    if (!DeleteAssociatedSnapshots) return { Return: true };
    const ids = (image.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.SnapshotId ?? []);
    for (const id of ids) {
      state.snapshots.delete(id);
      state.tags.delete(id);
    }
    const DeleteSnapshotResults = ids.map((SnapshotId) => ({ SnapshotId, ReturnCode: 'success' }));
    return { Return: true, DeleteSnapshotResults };
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyImageAttribute.html */
export const modifyImageAttribute =
  (store: Ec2Store): Operation<ModifyImageAttributeCommandInput> =>
  async (input, context) => {
    const stored = ownImage(store, store.in(scopeOf(context)), input.ImageId);
    const { Attribute, Value, Description, ImdsSupport } = input;
    const description = Description?.Value ?? (Attribute === 'description' ? Value : undefined);
    const imds = ImdsSupport?.Value ?? (Attribute === 'imdsSupport' ? Value : undefined);
    if (imds !== undefined && imds !== 'v2.0')
      throw invalidValue(`Value (${imds}) for parameter imdsSupport is invalid. It must be v2.0.`);
    changePermissions(stored, input);
    stored.image = {
      ...stored.image,
      ...(description !== undefined && { Description: description }),
      ...(imds === 'v2.0' && { ImdsSupport: 'v2.0' }),
      Public: stored.launchPermissions.some(({ Group }) => Group === 'all'),
    };
    return {};
  };

/** Permissions may be given in two forms. */
function changePermissions(
  { launchPermissions }: StoredImage,
  { LaunchPermission, OperationType, UserIds = [], UserGroups = [] }: ModifyImageAttributeCommandInput,
): void {
  const listed: LaunchPermission[] = [
    ...UserIds.map((UserId) => ({ UserId })),
    ...UserGroups.map((Group) => ({ Group: Group as 'all' })),
  ];
  const added = [...(LaunchPermission?.Add ?? []), ...(OperationType === 'add' ? listed : [])];
  const removed = [...(LaunchPermission?.Remove ?? []), ...(OperationType === 'remove' ? listed : [])];
  for (const { UserId } of [...added, ...removed])
    if (UserId !== undefined && !/^\d{12}$/.test(UserId))
      throw new AwsError(
        'InvalidAMIAttributeItemValue',
        `Invalid attribute item value "${UserId}" for userId item type.`,
      );
  const same = (one: LaunchPermission, other: LaunchPermission): boolean =>
    one.UserId === other.UserId && one.Group === other.Group && one.OrganizationArn === other.OrganizationArn;
  for (const permission of added)
    if (!launchPermissions.some((known) => same(known, permission))) launchPermissions.push(permission);
  for (const permission of removed) {
    const index = launchPermissions.findIndex((known) => same(known, permission));
    if (index >= 0) launchPermissions.splice(index, 1);
  }
}

/**
 * At the nearest minute.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImageDeprecation.html
 */
export const enableImageDeprecation =
  (store: Ec2Store): Operation<EnableImageDeprecationCommandInput> =>
  async ({ ImageId, DeprecateAt }, context) => {
    const stored = ownImage(store, store.in(scopeOf(context)), ImageId);
    if (!DeprecateAt) throw missingParameter('DeprecateAt');
    if (DeprecateAt < store.context.clock.now())
      throw invalidValue(`The deprecation date must be in the future, got: ${DeprecateAt.toISOString()}`);
    const minute = new Date(Math.round(DeprecateAt.getTime() / 60_000) * 60_000);
    stored.image = { ...stored.image, DeprecationTime: minute.toISOString() };
    return { Return: true };
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableImageDeprecation.html */
export const disableImageDeprecation = (store: Ec2Store): Operation<ImageReference> =>
  changing(store, (stored) => {
    stored.image = { ...stored.image, DeprecationTime: undefined };
  });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImageDeregistrationProtection.html */
export const enableImageDeregistrationProtection =
  (store: Ec2Store): Operation<EnableImageDeregistrationProtectionCommandInput> =>
  async ({ ImageId, WithCooldown }, context) => {
    const stored = ownImage(store, store.in(scopeOf(context)), ImageId);
    const DeregistrationProtection = WithCooldown ? 'enabled-with-cooldown' : 'enabled-without-cooldown';
    stored.image = { ...stored.image, DeregistrationProtection };
    return { Return: DeregistrationProtection };
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableImageDeregistrationProtection.html */
export const disableImageDeregistrationProtection =
  (store: Ec2Store): Operation<ImageReference> =>
  async ({ ImageId }, context) => {
    const stored = ownImage(store, store.in(scopeOf(context)), ImageId);
    stored.image = { ...stored.image, DeregistrationProtection: 'disabled' };
    return { Return: 'disabled' };
  };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DisableImage.html */
export const disableImage = (store: Ec2Store): Operation<ImageReference> =>
  changing(store, (stored) => {
    stored.image = { ...stored.image, State: 'disabled' };
    stored.launchPermissions.length = 0;
  });

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EnableImage.html */
export const enableImage = (store: Ec2Store): Operation<ImageReference> =>
  changing(store, (stored) => {
    stored.image = { ...stored.image, State: 'available' };
  });

const changing =
  (store: Ec2Store, change: (stored: StoredImage) => void): Operation<ImageReference> =>
  async ({ ImageId }, context) => {
    const state = store.in(scopeOf(context));
    change(ownImage(store, state, ImageId));
    return { Return: true };
  };
