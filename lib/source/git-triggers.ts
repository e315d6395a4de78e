import type { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { GitSource, Patterns, PullRequestFilter, PushFilter } from './config/git-model';

/**
 * The one trigger that a source action may have, with a filter for each way to start: any one of them does. None where only
 * people start the pipeline.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html
 * @param action the source action's name
 */
export function gitTriggerDeclarations(
  { push, pullRequest }: GitSource,
  action: string,
): CfnPipeline.PipelineTriggerDeclarationProperty[] {
  if (!push.length && !pullRequest.length) return [];
  return [
    {
      providerType: 'CodeStarSourceConnection',
      gitConfiguration: {
        sourceActionName: action,
        push: push.length ? push.map(pushFilter) : undefined,
        pullRequest: pullRequest.length ? pullRequest.map(pullRequestFilter) : undefined,
      },
    },
  ];
}

function pushFilter({ branches, files, tags }: PushFilter): CfnPipeline.GitPushFilterProperty {
  return {
    branches: branches && criteria(branches),
    filePaths: files && criteria(files),
    tags: tags && criteria(tags),
  };
}

function pullRequestFilter({
  events,
  branches,
  files,
}: PullRequestFilter): CfnPipeline.GitPullRequestFilterProperty {
  return { events: [...events], branches: criteria(branches), filePaths: files && criteria(files) };
}

/** CloudFormation takes no empty list. */
function criteria({ includes, excludes }: Patterns): { includes?: string[]; excludes?: string[] } {
  return {
    includes: includes.length ? [...includes] : undefined,
    excludes: excludes.length ? [...excludes] : undefined,
  };
}
