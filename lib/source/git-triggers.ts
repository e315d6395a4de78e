import type { CfnPipeline } from 'aws-cdk-lib/aws-codepipeline';
import { quotesExcluded } from './commit';
import type { GitSource, Patterns, PullRequestFilter, PushFilter } from './config/git-model';

type Declaration = CfnPipeline.PipelineTriggerDeclarationProperty;

/**
 * The one trigger that the source action of a pipeline of releases may have, with a filter for each push that starts it:
 * any one of them does. None where only people start it. Pull requests never do: their code is anyone's.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html
 * @param action the source action's name
 */
export const pushTriggers = ({ push }: GitSource, action: string): Declaration[] =>
  trigger(action, push.length ? { push: push.map(pushFilter) } : undefined);

/** The same of a pipeline of pull requests, which nothing else starts. */
export const pullRequestTriggers = ({ pullRequest }: GitSource, action: string): Declaration[] =>
  trigger(action, pullRequest.length ? { pullRequest: pullRequest.map(pullRequestFilter) } : undefined);

function trigger(
  sourceActionName: string,
  filters: Pick<CfnPipeline.GitConfigurationProperty, 'push' | 'pullRequest'> | undefined,
): Declaration[] {
  if (!filters) return [];
  return [{ providerType: 'CodeStarSourceConnection', gitConfiguration: { sourceActionName, ...filters } }];
}

function pushFilter({ branches, files, tags }: PushFilter): CfnPipeline.GitPushFilterProperty {
  return {
    branches: branches && criteria(quotesExcluded(branches)),
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
