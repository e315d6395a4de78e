import type { ECRClient, ImageTagMutability, ImageTagMutabilityExclusionFilter } from '@aws-sdk/client-ecr';
import { isSame, type Json, type JsonObject, plain } from '../../../kit/resources/json';
import { camelCase } from '../../../kit/resources/camel-case';
import { ignoring } from '../../../kit/resources/errors';
import { policyText, provider, toBoolean } from '../../../kit/resources/provider';
import { lowerTags, tagChanges, type Tag } from '../../../kit/resources/tags';

interface RepositoryProperties {
  readonly RepositoryName?: string;
  readonly EncryptionConfiguration?: { readonly EncryptionType: 'AES256' | 'KMS'; readonly KmsKey?: string };
  readonly EmptyOnDelete?: boolean;
  readonly ImageScanningConfiguration?: { readonly ScanOnPush?: boolean };
  readonly ImageTagMutability?: ImageTagMutability;
  readonly ImageTagMutabilityExclusionFilters?: readonly JsonObject[];
  readonly LifecyclePolicy?: { readonly LifecyclePolicyText?: string; readonly RegistryId?: string };
  readonly RepositoryPolicyText?: Json;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html */
export const repositoryResource = provider<RepositoryProperties>({
  properties: {
    RepositoryName: 'replace',
    EncryptionConfiguration: 'replace',
    EmptyOnDelete: 'update',
    ImageScanningConfiguration: 'update',
    ImageTagMutability: 'update',
    ImageTagMutabilityExclusionFilters: 'update',
    LifecyclePolicy: 'update',
    RepositoryPolicyText: 'update',
    Tags: 'update',
  },
  attributes: ['Arn', 'RepositoryUri'],
  name: 'RepositoryName',
  tags: 'list',

  async create(properties, context) {
    const { ECRClient, CreateRepositoryCommand } = await import('@aws-sdk/client-ecr');
    const client = context.client(ECRClient);
    const { EncryptionConfiguration: encryption } = properties;
    const { repository } = await client.send(
      new CreateRepositoryCommand({
        repositoryName: properties.RepositoryName ?? context.generatedName(256).toLowerCase(),
        imageTagMutability: properties.ImageTagMutability,
        imageTagMutabilityExclusionFilters: exclusionFilters(properties),
        imageScanningConfiguration: { scanOnPush: scansOnPush(properties) },
        encryptionConfiguration: encryption && {
          encryptionType: encryption.EncryptionType,
          kmsKey: encryption.KmsKey,
        },
        tags:
          properties.Tags && lowerTags(properties.Tags).map(({ key, value }) => ({ Key: key, Value: value })),
      }),
    );
    const physicalId = repository?.repositoryName ?? '';
    context.made(physicalId);
    await applyPolicies(client, physicalId, {}, properties);
    const attributes = {
      Arn: repository?.repositoryArn ?? '',
      RepositoryUri: repository?.repositoryUri ?? '',
    };
    return { physicalId, attributes };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    const ecr = await import('@aws-sdk/client-ecr');
    const client = context.client(ecr.ECRClient);
    const repositoryName = physicalId;
    if (!isSame(mutability(before), mutability(after))) {
      const imageTagMutability = after.ImageTagMutability ?? 'MUTABLE';
      const imageTagMutabilityExclusionFilters = exclusionFilters(after);
      await client.send(
        new ecr.PutImageTagMutabilityCommand({
          repositoryName,
          imageTagMutability,
          imageTagMutabilityExclusionFilters,
        }),
      );
    }
    if (scansOnPush(before) !== scansOnPush(after)) {
      const imageScanningConfiguration = { scanOnPush: scansOnPush(after) };
      await client.send(
        new ecr.PutImageScanningConfigurationCommand({ repositoryName, imageScanningConfiguration }),
      );
    }
    await applyPolicies(client, repositoryName, before, after);
    const resourceArn = plain(attributes.Arn);
    const { removed, set } = tagChanges(before.Tags, after.Tags);
    if (removed.length > 0)
      await client.send(new ecr.UntagResourceCommand({ resourceArn, tagKeys: removed }));
    if (set.length > 0) await client.send(new ecr.TagResourceCommand({ resourceArn, tags: set }));
    return { physicalId, attributes };
  },

  async delete({ physicalId, properties }, context) {
    const { ECRClient, DeleteRepositoryCommand } = await import('@aws-sdk/client-ecr');
    const force = toBoolean(properties.EmptyOnDelete) ?? false;
    const command = new DeleteRepositoryCommand({ repositoryName: physicalId, force });
    await ignoring(context.client(ECRClient).send(command), 'RepositoryNotFoundException');
  },
});

const scansOnPush = ({ ImageScanningConfiguration }: RepositoryProperties): boolean =>
  toBoolean(ImageScanningConfiguration?.ScanOnPush) ?? false;

const mutability = ({
  ImageTagMutability,
  ImageTagMutabilityExclusionFilters,
}: RepositoryProperties): Json => [ImageTagMutability ?? 'MUTABLE', ImageTagMutabilityExclusionFilters ?? []];

/** Templates name the members as the API does, but with a capital letter first. */
const exclusionFilters = (
  properties: RepositoryProperties,
): ImageTagMutabilityExclusionFilter[] | undefined =>
  properties.ImageTagMutabilityExclusionFilters?.map((filter) => ({
    filterType: camelCase<{ imageTagMutabilityExclusionFilterType: 'WILDCARD' }>(filter)
      .imageTagMutabilityExclusionFilterType,
    filter: camelCase<{ imageTagMutabilityExclusionFilterValue: string }>(filter)
      .imageTagMutabilityExclusionFilterValue,
  }));

async function applyPolicies(
  client: ECRClient,
  repositoryName: string,
  before: RepositoryProperties,
  after: RepositoryProperties,
): Promise<void> {
  const ecr = await import('@aws-sdk/client-ecr');
  const lifecyclePolicyText = after.LifecyclePolicy?.LifecyclePolicyText;
  if (before.LifecyclePolicy?.LifecyclePolicyText !== lifecyclePolicyText) {
    await (lifecyclePolicyText === undefined
      ? client.send(new ecr.DeleteLifecyclePolicyCommand({ repositoryName }))
      : client.send(new ecr.PutLifecyclePolicyCommand({ repositoryName, lifecyclePolicyText })));
  }
  const policy = after.RepositoryPolicyText;
  if (!isSame(before.RepositoryPolicyText, policy)) {
    await (policy === undefined
      ? client.send(new ecr.DeleteRepositoryPolicyCommand({ repositoryName }))
      : client.send(new ecr.SetRepositoryPolicyCommand({ repositoryName, policyText: policyText(policy) })));
  }
}
