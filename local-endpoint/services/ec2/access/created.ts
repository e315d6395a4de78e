import type { Tag, TagSpecification } from '@aws-sdk/client-ec2';
import type { ApiCall } from '../../../kit/call';
import type { ConditionValues, RequiredPermission } from '../../../kit/permissions';
import { ec2Arn } from './resources';

/** The condition keys of tags that a request gives to a type of resource. */
export function requestTags(specifications: unknown, type: string): ConditionValues {
  const tags = ((specifications ?? []) as readonly TagSpecification[])
    .filter(({ ResourceType }) => ResourceType === type)
    .flatMap(({ Tags = [] }): Tag[] => Tags);
  if (tags.length === 0) return {};
  return {
    'aws:TagKeys': tags.map(({ Key = '' }) => Key),
    ...Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [`aws:RequestTag/${Key}`, Value])),
  };
}

/** An action on a resource that it creates; its tags need `ec2:CreateTags` too, but that is {@link creationTags}. */
export const onCreated = (
  call: ApiCall,
  type: string,
  keys: ConditionValues = {},
  id?: string,
): RequiredPermission => ({
  action: `ec2:${call.operation}`,
  resources: [ec2Arn(call, type, id)],
  keys: { ...requestTags(call.input.TagSpecifications, type), ...keys },
});

/**
 * Whoever gives tags at creation needs `ec2:CreateTags`, which a policy may allow for some operations only.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/supported-iam-actions-tagging.html
 * @param nameOf the id of what is created, where it is known before @default - none is
 */
export function creationTags(
  call: ApiCall,
  specifications: unknown = call.input.TagSpecifications,
  nameOf: (type: string) => string | undefined = () => undefined,
): RequiredPermission[] {
  const list = (specifications ?? []) as readonly TagSpecification[];
  const types = new Set(
    list.filter(({ Tags = [] }) => Tags.length > 0).map(({ ResourceType = '' }) => String(ResourceType)),
  );
  return [...types].map((type) => ({
    action: 'ec2:CreateTags',
    resources: [ec2Arn(call, type, nameOf(type))],
    keys: { ...requestTags(list, type), 'ec2:CreateAction': call.operation },
  }));
}
