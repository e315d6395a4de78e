import { anything, arn, on, type Resources, type Rules, text, texts } from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html */
const repository: Resources = (input, call) =>
  repositoryArn(text(input, 'registryId'), text(input, 'repositoryName'), call);

const repositories: Resources = (input, call) => {
  const names = texts(input, 'repositoryNames');
  return (names.length > 0 ? names : ['*']).map((name) =>
    repositoryArn(text(input, 'registryId'), name, call),
  );
};

const tagged: Resources = (input) => text(input, 'resourceArn');

function repositoryArn(registry: string, name: string, call: Parameters<typeof arn>[0]): string {
  const local = arn(call, `repository/${name}`);
  return registry ? local.replace(/:\d{12}:/, `:${registry}:`) : local;
}

/** What ECR operations need. */
export const ecr: Rules = {
  ...on(
    anything,
    'GetAuthorizationToken DescribeRegistry GetRegistryPolicy PutRegistryPolicy GetRegistryScanningConfiguration PutRegistryScanningConfiguration',
  ),
  ...on(
    repository,
    'BatchCheckLayerAvailability BatchDeleteImage BatchGetImage CompleteLayerUpload CreateRepository DeleteLifecyclePolicy DeleteRepository DeleteRepositoryPolicy DescribeImageScanFindings DescribeImages GetDownloadUrlForLayer GetLifecyclePolicy GetLifecyclePolicyPreview GetRepositoryPolicy InitiateLayerUpload ListImages PutImage PutImageScanningConfiguration PutImageTagMutability PutLifecyclePolicy SetRepositoryPolicy StartImageScan StartLifecyclePolicyPreview UploadLayerPart',
  ),
  ...on(repositories, 'BatchGetRepositoryScanningConfiguration DescribeRepositories'),
  ...on(tagged, 'TagResource UntagResource ListTagsForResource'),
};
