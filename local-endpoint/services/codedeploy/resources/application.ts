import type { ComputePlatform } from '@aws-sdk/client-codedeploy';
import { ignoring } from '../../../kit/resources/errors';
import { provider } from '../../../kit/resources/provider';
import { listTags, tagChanges, type Tag } from '../../../kit/resources/tags';
import { applicationArn } from '../store';

interface ApplicationProperties {
  readonly ApplicationName?: string;
  readonly ComputePlatform?: ComputePlatform;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codedeploy-application.html */
export const applicationResource = provider<ApplicationProperties>({
  properties: { ApplicationName: 'replace', ComputePlatform: 'replace', Tags: 'update' },
  name: 'ApplicationName',
  tags: 'list',

  async create({ ApplicationName, ComputePlatform, Tags }, context) {
    const { CodeDeployClient, CreateApplicationCommand } = await import('@aws-sdk/client-codedeploy');
    const applicationName = ApplicationName ?? context.generatedName(100);
    const command = new CreateApplicationCommand({
      applicationName,
      computePlatform: ComputePlatform,
      tags: Tags && listTags(Tags),
    });
    await context.client(CodeDeployClient).send(command);
    return { physicalId: applicationName };
  },

  async update({ physicalId, properties: before }, after, context) {
    const { CodeDeployClient, TagResourceCommand, UntagResourceCommand } = await import(
      '@aws-sdk/client-codedeploy'
    );
    const client = context.client(CodeDeployClient);
    const ResourceArn = applicationArn(context, physicalId);
    const { removed, set } = tagChanges(before.Tags, after.Tags);
    if (removed.length > 0) await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: removed }));
    if (set.length > 0) await client.send(new TagResourceCommand({ ResourceArn, Tags: set }));
    return { physicalId };
  },

  async delete({ physicalId: applicationName }, context) {
    const { CodeDeployClient, DeleteApplicationCommand } = await import('@aws-sdk/client-codedeploy');
    const deletion = context.client(CodeDeployClient).send(new DeleteApplicationCommand({ applicationName }));
    await ignoring(deletion, 'ApplicationDoesNotExistException');
  },
});
