import {
  anyResource,
  arn,
  onResources,
  type ResourceArns,
  type PermissionRules,
  textOf,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodecommit.html */
const repository: ResourceArns = (input, call) => arn(call, textOf(input, 'repositoryName'));

const tagged: ResourceArns = (input) => textOf(input, 'resourceArn');

/** What CodeCommit operations need. */
export const permissions: PermissionRules = {
  ...onResources(anyResource, 'ListRepositories'),
  ...onResources(
    repository,
    'CancelUploadArchive CreateRepository DeleteRepository GetBranch GetCommit GetRepository GetUploadArchiveStatus ListBranches UploadArchive',
  ),
  ...onResources(tagged, 'TagResource UntagResource ListTagsForResource'),
};
