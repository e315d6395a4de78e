import type { ActionNode } from './pipeline-graph';
import { deploymentDetails, rollbackOf } from './deployment';
import { type TemplateProperties, properties, type StackTemplate, valueText } from './template';

/** @param value an action declaration of a pipeline in that template */
export function actionNode(value: unknown, template: StackTemplate): ActionNode {
  const action = properties(value);
  const { Category, Provider } = properties(action.ActionTypeId);
  const configuration = properties(action.Configuration);
  const provider = valueText(Provider, template);
  const rollback = rollbackOf(configuration, template);
  return {
    name: valueText(action.Name, template),
    category: valueText(Category, template),
    provider,
    runOrder: Number(action.RunOrder ?? 1),
    details: [...details(provider, configuration, template), ...deploymentDetails(configuration, template)],
    ...(rollback && { rollback }),
  };
}

function details(provider: string, configuration: TemplateProperties, template: StackTemplate): string[] {
  const value = (key: string) => valueText(configuration[key], template);
  const lines: Readonly<Record<string, () => string[]>> = {
    ECR: () => [`${value('RepositoryName')}:${value('ImageTag') || 'latest'}`],
    S3: () => [
      `s3://${value('S3Bucket') || value('BucketName')}/${value('S3ObjectKey') || value('ObjectKey')}`,
    ],
    CodeStarSourceConnection: () => [`${value('FullRepositoryId')} ${value('BranchName')}`],
    Manual: () => [
      'waits for a person',
      ...(value('NotificationArn') ? [`notifies ${lastOf(value('NotificationArn'))}`] : []),
    ],
    CodeDeployToECS: () => [value('ApplicationName')],
    CodeDeploy: () => [value('ApplicationName')],
    CodeCommit: () => [`${value('RepositoryName')} ${value('BranchName')}`],
    CodeBuild: () => [value('ProjectName'), buildspecOf(value('ProjectName'), template)],
    Lambda: () => [
      [value('FunctionName'), value('FunctionAlias')].filter(Boolean).join(':'),
      severityOf(value('UserParameters')),
    ],
    ECS: () => [
      [...new Set([value('ClusterName'), value('ServiceName')])].join('/'),
      value('DeploymentTimeout') && `gives up after ${value('DeploymentTimeout')} min`,
    ],
    CloudFormation: () => [value('StackName'), value('ActionMode')],
  };
  return lines[provider]?.().filter(Boolean) ?? [];
}

/** Path of the buildspec in the repository; one that is part of the project itself is too long to show. */
function buildspecOf(project: string, template: StackTemplate): string {
  const found = template.resources.find(
    ({ type, properties: own }) =>
      type === 'AWS::CodeBuild::Project' && valueText(own.Name, template) === project,
  );
  const buildspec = valueText(properties(found?.properties.Source).BuildSpec, template);
  return /^[\w./-]+$/.test(buildspec) ? buildspec : '';
}

/** The lowest severity at which a function that checks findings stops the release. */
function severityOf(userParameters: string): string {
  const severity = /"severity"\s*:\s*"(\w+)"/.exec(userParameters)?.[1];
  return severity ? `stops at ${severity.toLowerCase()} findings` : '';
}

function lastOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
