import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  TagResourceInput,
  TagResourceOutput,
  UntagResourceInput,
  UntagResourceOutput,
} from '@aws-sdk/client-codedeploy';
import { parseArn } from '../../../kit/arn';
import { AwsError } from '../../../kit/aws-error';
import type { Operation } from '../../../kit/operation';
import { scopeOf } from '../../../kit/scope';
import { findGroup } from '../find';
import { applicationArn, type CodeDeployState, type CodeDeployStore, groupArn } from '../store';

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_TagResource.html */
export const tagResource =
  (store: CodeDeployStore): Operation<TagResourceInput, TagResourceOutput> =>
  async ({ ResourceArn, Tags = [] }, context) => {
    const state = store.in(scopeOf(context));
    const arn = checkTaggable(state, ResourceArn);
    const tags = new Map((state.tags.get(arn) ?? []).map((tag) => [tag.Key, tag]));
    for (const tag of Tags) tags.set(tag.Key, tag);
    state.tags.set(arn, [...tags.values()]);
    return {};
  };

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_UntagResource.html */
export const untagResource =
  (store: CodeDeployStore): Operation<UntagResourceInput, UntagResourceOutput> =>
  async ({ ResourceArn, TagKeys = [] }, context) => {
    const state = store.in(scopeOf(context));
    const arn = checkTaggable(state, ResourceArn);
    state.tags.set(
      arn,
      (state.tags.get(arn) ?? []).filter(({ Key = '' }) => !TagKeys.includes(Key)),
    );
    return {};
  };

/** https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_ListTagsForResource.html */
export const listTagsForResource =
  (store: CodeDeployStore): Operation<ListTagsForResourceInput, ListTagsForResourceOutput> =>
  async ({ ResourceArn }, context) => {
    const state = store.in(scopeOf(context));
    return { Tags: state.tags.get(checkTaggable(state, ResourceArn)) ?? [] };
  };

/**
 * Checks that an ARN is that of an application or deployment group which exists.
 * @throws AwsError `ResourceArnRequiredException`, `ArnNotSupportedException`, `ApplicationDoesNotExistException`,
 *   `DeploymentGroupDoesNotExistException`
 */
function checkTaggable({ scope, applications }: CodeDeployState, arn: string | undefined): string {
  if (!arn) throw new AwsError('ResourceArnRequiredException', 'The ARN of a resource must be specified.');
  const [type, name = ''] = parseArn(arn)?.resource.split(':') ?? [];
  if (type !== 'application' && type !== 'deploymentgroup')
    throw new AwsError('ArnNotSupportedException', `The specified ARN is not supported: ${arn}`);
  const [application = '', group] = name.split('/');
  const found = applications.get(application);
  const ownArn =
    group === undefined ? applicationArn(scope, application) : groupArn(scope, application, group);
  if (!found || ownArn !== arn)
    throw new AwsError('ApplicationDoesNotExistException', `No application found for name: ${application}`);
  if (group !== undefined) findGroup(found, group);
  return arn;
}
