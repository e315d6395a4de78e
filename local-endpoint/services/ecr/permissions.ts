import type { ApiCall } from '../../kit/call';
import {
  anyResource,
  onResources,
  type ResourceArns,
  type PermissionRules,
  textOf,
  textsOf,
} from '../../kit/permissions';
import { scopeOf } from '../../kit/scope';
import { repositoryArn } from './store';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html */
const repository: ResourceArns = (input, call) => arnOf(textOf(input, 'repositoryName'), call);

const repositories: ResourceArns = (input, call) => {
  const names = textsOf(input, 'repositoryNames');
  return (names.length > 0 ? names : ['*']).map((name) => arnOf(name, call));
};

const tagged: ResourceArns = (input) => textOf(input, 'resourceArn');

/** A registry is named by its account; the caller's own is the default. */
function arnOf(name: string, { input, context }: ApiCall): string {
  const { account, region } = scopeOf(context);
  return repositoryArn({ account: textOf(input, 'registryId') || account, region, name });
}

/** What ECR operations need. */
export const permissions: PermissionRules = {
  ...onResources(
    anyResource,
    'GetAuthorizationToken DescribeRegistry GetRegistryPolicy PutRegistryPolicy GetRegistryScanningConfiguration PutRegistryScanningConfiguration',
  ),
  ...onResources(
    repository,
    'BatchCheckLayerAvailability BatchDeleteImage BatchGetImage CompleteLayerUpload CreateRepository DeleteLifecyclePolicy DeleteRepository DeleteRepositoryPolicy DescribeImageScanFindings DescribeImages GetDownloadUrlForLayer GetLifecyclePolicy GetLifecyclePolicyPreview GetRepositoryPolicy InitiateLayerUpload ListImages PutImage PutImageScanningConfiguration PutImageTagMutability PutLifecyclePolicy SetRepositoryPolicy StartImageScan StartLifecyclePolicyPreview UploadLayerPart',
  ),
  ...onResources(repositories, 'BatchGetRepositoryScanningConfiguration DescribeRepositories'),
  ...onResources(tagged, 'TagResource UntagResource ListTagsForResource'),
};
