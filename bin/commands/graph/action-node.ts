import type { ActionNode } from './pipeline-graph';
import { deploymentDetails, rollbackOf } from './deployment';
import { type Properties, properties, type Template, text } from './template';

/** @param value an action declaration of a pipeline in that template */
export function actionNode(value: unknown, template: Template): ActionNode {
  const action = properties(value);
  const { Category, Provider } = properties(action.ActionTypeId);
  const configuration = properties(action.Configuration);
  const provider = text(Provider, template);
  const rollback = rollbackOf(configuration, template);
  return {
    name: text(action.Name, template),
    category: text(Category, template),
    provider,
    runOrder: Number(action.RunOrder ?? 1),
    details: [...details(provider, configuration, template), ...deploymentDetails(configuration, template)],
    ...(rollback && { rollback }),
  };
}

function details(provider: string, configuration: Properties, template: Template): string[] {
  const say = (key: string) => text(configuration[key], template);
  const lines: Readonly<Record<string, () => string[]>> = {
    ECR: () => [`${say('RepositoryName')}:${say('ImageTag') || 'latest'}`],
    S3: () => [`s3://${say('S3Bucket') || say('BucketName')}/${say('S3ObjectKey') || say('ObjectKey')}`],
    CodeStarSourceConnection: () => [`${say('FullRepositoryId')} ${say('BranchName')}`],
    Manual: () => [
      'waits for a person',
      ...(say('NotificationArn') ? [`tells ${lastOf(say('NotificationArn'))}`] : []),
    ],
    CodeDeployToECS: () => [say('ApplicationName')],
    CodeDeploy: () => [say('ApplicationName')],
    CodeCommit: () => [`${say('RepositoryName')} ${say('BranchName')}`],
    CodeBuild: () => [say('ProjectName'), buildspecOf(say('ProjectName'), template)],
    Lambda: () => [say('FunctionName'), severityOf(say('UserParameters'))],
    ECS: () => [
      [...new Set([say('ClusterName'), say('ServiceName')])].join('/'),
      say('DeploymentTimeout') && `gives up after ${say('DeploymentTimeout')} min`,
    ],
    CloudFormation: () => [say('StackName'), say('ActionMode')],
  };
  return lines[provider]?.().filter(Boolean) ?? [];
}

/** The file in the repository that a project builds by; one that stands in the project itself is too long to show. */
function buildspecOf(project: string, template: Template): string {
  const found = template.resources.find(
    ({ type, properties: own }) => type === 'AWS::CodeBuild::Project' && text(own.Name, template) === project,
  );
  const buildspec = text(properties(found?.properties.Source).BuildSpec, template);
  return /^[\w./-]+$/.test(buildspec) ? buildspec : '';
}

/** From which severity on a function that looks at findings stops the release. */
function severityOf(userParameters: string): string {
  const severity = /"severity"\s*:\s*"(\w+)"/.exec(userParameters)?.[1];
  return severity ? `stops at ${severity.toLowerCase()} findings` : '';
}

function lastOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
