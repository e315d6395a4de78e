import type { ReportType } from '@aws-sdk/client-codebuild';
import type { JsonObject } from '../../../kit/resources/json';
import { camelCase } from '../../../kit/resources/camel-case';
import { provider, toBoolean } from '../../../kit/resources/provider';
import { lowerTags, type Tag } from '../../../kit/resources/tags';

interface ReportGroupProperties {
  readonly Name?: string;
  readonly Type: ReportType;
  readonly ExportConfig: JsonObject;
  readonly DeleteReports?: boolean;
  readonly Tags?: readonly Tag[];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-reportgroup.html */
export const reportGroup = provider<ReportGroupProperties>({
  properties: {
    Name: 'replace',
    Type: 'replace',
    ExportConfig: 'update',
    DeleteReports: 'update',
    Tags: 'update',
  },
  attributes: ['Arn'],
  name: 'Name',
  tags: 'list',

  async create({ Name, Type, ExportConfig, Tags }, context) {
    const { CodeBuildClient, CreateReportGroupCommand } = await import('@aws-sdk/client-codebuild');
    const command = new CreateReportGroupCommand({
      name: Name ?? context.generatedName(128),
      type: Type,
      exportConfig: camelCase(ExportConfig),
      tags: lowerTags(Tags),
    });
    const { reportGroup } = await context.client(CodeBuildClient).send(command);
    const arn = reportGroup?.arn ?? '';
    return { physicalId: arn, attributes: { Arn: arn } };
  },

  async update({ physicalId: arn }, { ExportConfig, Tags }, context) {
    const { CodeBuildClient, UpdateReportGroupCommand } = await import('@aws-sdk/client-codebuild');
    const command = new UpdateReportGroupCommand({
      arn,
      exportConfig: camelCase(ExportConfig),
      tags: lowerTags(Tags),
    });
    await context.client(CodeBuildClient).send(command);
    return { physicalId: arn, attributes: { Arn: arn } };
  },

  async delete({ physicalId: arn, properties: { DeleteReports } }, context) {
    const { CodeBuildClient, DeleteReportGroupCommand } = await import('@aws-sdk/client-codebuild');
    const command = new DeleteReportGroupCommand({ arn, deleteReports: toBoolean(DeleteReports) });
    await context.client(CodeBuildClient).send(command);
  },
});
