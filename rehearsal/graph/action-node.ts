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
    CodeBuild: () => [say('ProjectName')],
    Lambda: () => [say('FunctionName')],
    ECS: () => [`${say('ClusterName')}/${say('ServiceName')}`],
    CloudFormation: () => [say('StackName'), say('ActionMode')],
  };
  return lines[provider]?.().filter(Boolean) ?? [];
}

function lastOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
