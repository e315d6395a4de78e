import {
  anyResource,
  arn,
  onResources,
  type ResourceArns,
  type PermissionRules,
  textOf,
  textsOf,
} from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html */
const repository: ResourceArns = (input, call) =>
  repositoryArn(textOf(input, 'registryId'), textOf(input, 'repositoryName'), call);

const repositories: ResourceArns = (input, call) => {
  const names = textsOf(input, 'repositoryNames');
  return (names.length > 0 ? names : ['*']).map((name) =>
    repositoryArn(textOf(input, 'registryId'), name, call),
  );
};

const tagged: ResourceArns = (input) => textOf(input, 'resourceArn');

function repositoryArn(registry: string, name: string, call: Parameters<typeof arn>[0]): string {
  const local = arn(call, `repository/${name}`);
  return registry ? local.replace(/:\d{12}:/, `:${registry}:`) : local;
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
