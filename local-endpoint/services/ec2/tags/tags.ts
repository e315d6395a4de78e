import type { ResourceType, Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { AwsError } from '../../../kit/aws-error';
import { invalidValue } from '../errors';
import type { Ec2State } from '../store';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 127;
const MAX_VALUE_LENGTH = 255;

/** The tags of a resource, as describing calls return them. */
export const tagsOf = ({ tags }: Pick<Ec2State, 'tags'>, id: string): Tag[] =>
  [...(tags.get(id) ?? [])].map(([Key, Value]) => ({ Key, Value }));

/**
 * Adds tags to a resource; those with the same key are replaced.
 * @param system whether AWS itself adds them, under its reserved prefix
 */
export function addTags(
  { tags }: Pick<Ec2State, 'tags'>,
  id: string,
  added: readonly Tag[],
  system = false,
): void {
  if (!system) validateTags(added);
  const all = new Map(tags.get(id));
  for (const { Key = '', Value = '' } of added) all.set(Key, Value);
  const own = [...all.keys()].filter((key) => !key.startsWith('aws:'));
  if (own.length > MAX_TAGS)
    throw new AwsError('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
  tags.set(id, all);
}

/** @throws AwsError for a tag that AWS refuses */
export function validateTags(tags: readonly Tag[]): void {
  for (const { Key = '', Value = '' } of tags) {
    if (Key === '') throw new AwsError('InvalidParameterValue', 'Tag key cannot be null or empty.');
    if (Key.toLowerCase().startsWith('aws:'))
      throw invalidValue(`Tag keys starting with 'aws:' are reserved for internal use`);
    if (Key.length > MAX_KEY_LENGTH)
      throw invalidValue(`Tag key exceeds the maximum length of ${MAX_KEY_LENGTH} characters`);
    if (Value.length > MAX_VALUE_LENGTH)
      throw invalidValue(`Tag value exceeds the maximum length of ${MAX_VALUE_LENGTH} characters`);
  }
}

/**
 * The tags that a request specifies for a type of resource.
 * @param types what the operation creates
 * @throws AwsError `InvalidParameterValue` for a type that it does not create
 */
export function specifiedTags(
  specifications: readonly TagSpecification[] | undefined,
  type: ResourceType,
  types: readonly ResourceType[],
): Tag[] {
  for (const { ResourceType: given } of specifications ?? []) {
    if (given === undefined) throw invalidValue('Tag specification resource type must have a value');
    if (!types.includes(given))
      throw invalidValue(`'${given}' is not a valid taggable resource type for this operation.`);
  }
  const tags = (specifications ?? [])
    .filter(({ ResourceType: given }) => given === type)
    .flatMap(({ Tags = [] }) => Tags);
  validateTags(tags);
  return tags;
}

/** The tags of instances under AWS's reserved prefix, which only a service may set, and the specifications without them. */
export function withoutReserved(specifications: readonly TagSpecification[] = []): {
  readonly reserved: readonly Tag[];
  readonly TagSpecifications: TagSpecification[];
} {
  const isReserved = ({ Key = '' }: Tag): boolean => Key.startsWith('aws:');
  return {
    reserved: specifications
      .filter(({ ResourceType }) => ResourceType === 'instance')
      .flatMap(({ Tags = [] }) => Tags.filter(isReserved)),
    TagSpecifications: specifications.map(({ Tags = [], ...specification }) => ({
      ...specification,
      Tags: Tags.filter((tag) => !isReserved(tag)),
    })),
  };
}
