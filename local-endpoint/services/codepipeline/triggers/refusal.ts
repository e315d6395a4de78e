import type { GitConfiguration, GitPullRequestFilter, GitPushFilter } from '@aws-sdk/client-codepipeline';
import type { BranchChange, Change, PullRequestChange, TagChange } from '../../../kit/pushes';
import type { Action, Structure } from '../model';
import { passes } from './patterns';

/**
 * Why a change does not start a pipeline by a source action: filters are alternatives, and of one filter everything must be
 * met. https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-triggers.html
 * @returns undefined where it does start it
 */
export function refusalOf({ triggers = [] }: Structure, source: Action, change: Change): string | undefined {
  const trigger = triggers.find(({ gitConfiguration }) => gitConfiguration?.sourceActionName === source.name);
  const { push, pullRequest } = trigger?.gitConfiguration ?? ({} as Partial<GitConfiguration>);
  if (!push && !pullRequest) return withoutFilter(source, change);
  const refusals =
    change.type === 'pull request'
      ? (pullRequest ?? []).map((filter) => pullRequestRefusal(filter, change))
      : (push ?? []).map((filter) => pushRefusal(filter, change));
  if (refusals.length === 0) return `no watched ${change.type === 'pull request' ? change.type : 'push'}`;
  return refusals.includes(undefined) ? undefined : refusals.at(-1);
}

/** Any push to the action's own branch starts the pipeline, unless it is told not to look. */
function withoutFilter({ configuration }: Action, change: Change): string | undefined {
  if (configuration.DetectChanges === 'false') return 'it does not detect changes';
  return change.type === 'branch' && change.branch === configuration.BranchName
    ? undefined
    : NOT_WATCHED[change.type];
}

function pushRefusal(
  { tags, branches, filePaths }: GitPushFilter,
  change: BranchChange | TagChange,
): string | undefined {
  if (change.type === 'tag') return tags && passes(tags, change.tag) ? undefined : NOT_WATCHED.tag;
  if (tags || (branches && !passes(branches, change.branch))) return NOT_WATCHED.branch;
  if (!filePaths) return undefined;
  // "there is no access to the list of files changed for the newly created branch", says the page on triggers
  if (!change.files) return 'the branch is new, so which paths changed is not known';
  return change.files.some((file) => passes(filePaths, file)) ? undefined : NO_PATH;
}

function pullRequestRefusal(
  { events, branches, filePaths }: GitPullRequestFilter,
  { event, destination, files }: PullRequestChange,
): string | undefined {
  if (events?.length && !events.includes(event)) return `no watched event of a pull request (${event})`;
  if (branches && !passes(branches, destination)) return NOT_WATCHED['pull request'];
  return !filePaths || files.some((file) => passes(filePaths, file)) ? undefined : NO_PATH;
}

const NOT_WATCHED: Readonly<Record<Change['type'], string>> = {
  branch: 'no watched branch',
  tag: 'no watched tag',
  'pull request': 'no pull request to a watched branch',
};

const NO_PATH = 'no watched path changed';
