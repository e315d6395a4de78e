import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';
import { mapTags, tagChanges, type Tag } from '../../../kit/resources/tags';

interface RepositoryProperties {
  readonly RepositoryName: string;
  readonly RepositoryDescription?: string;
  readonly KmsKeyId?: string;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codecommit-repository.html */
export const codeCommitRepository = provider<RepositoryProperties>({
  properties: {
    RepositoryName: 'refuse',
    RepositoryDescription: 'refuse',
    KmsKeyId: 'refuse',
    Tags: 'update',
  },
  attributes: ['Arn', 'CloneUrlHttp', 'Name'],
  name: 'RepositoryName',
  tags: 'list',

  async create({ RepositoryName, RepositoryDescription, Tags }, context) {
    const { CodeCommitClient, CreateRepositoryCommand } = await import('@aws-sdk/client-codecommit');
    const command = new CreateRepositoryCommand({
      repositoryName: RepositoryName,
      repositoryDescription: RepositoryDescription,
      tags: mapTags(Tags),
    });
    const { repositoryMetadata: made } = await context.client(CodeCommitClient).send(command);
    const attributes = { Arn: made?.Arn ?? '', CloneUrlHttp: made?.cloneUrlHttp ?? '', Name: RepositoryName };
    return { physicalId: made?.repositoryId ?? '', attributes };
  },

  async update({ physicalId, properties: before, attributes }, after, context) {
    const { CodeCommitClient, TagResourceCommand, UntagResourceCommand } = await import(
      '@aws-sdk/client-codecommit'
    );
    const client = context.client(CodeCommitClient);
    const resourceArn = attributes.Arn as string;
    const { removed, set } = tagChanges(before.Tags, after.Tags);
    if (removed.length > 0) await client.send(new UntagResourceCommand({ resourceArn, tagKeys: removed }));
    if (set.length > 0) await client.send(new TagResourceCommand({ resourceArn, tags: mapTags(set) }));
    return { physicalId, attributes };
  },

  async delete({ properties: { RepositoryName: repositoryName } }, context) {
    const { CodeCommitClient, DeleteRepositoryCommand } = await import('@aws-sdk/client-codecommit');
    const deletion = context.client(CodeCommitClient).send(new DeleteRepositoryCommand({ repositoryName }));
    await ignoring(deletion, 'RepositoryDoesNotExistException');
  },
});
