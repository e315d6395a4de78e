import type {
  GitPullRequestFilter,
  GitPushFilter,
  PipelineTriggerDeclaration,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import type { Structure } from '../model';
import { faultsOf, NAME } from '../request';

/**
 * Shape and sizes of a trigger.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitConfiguration.html
 */
export function triggerFaults(trigger: PipelineTriggerDeclaration, path: string): string[] {
  const git = trigger.gitConfiguration;
  const { push, pullRequest } = git ?? {};
  const inGit = `${path}gitConfiguration.`;
  return [
    ...faultsOf(
      trigger,
      ['providerType', 'gitConfiguration'],
      { providerType: { among: ['CodeStarSourceConnection'] } },
      path,
    ),
    ...(git ? faultsOf(git, ['sourceActionName'], { sourceActionName: NAME }, inGit) : []),
    ...sizeFaults(push, `${inGit}push`, 3),
    ...sizeFaults(pullRequest, `${inGit}pullRequest`, 3),
    ...(push ?? []).flatMap((filter, index) => filterFaults(filter, `${inGit}push.${index + 1}.member.`)),
    ...(pullRequest ?? []).flatMap((filter, index) =>
      filterFaults(filter, `${inGit}pullRequest.${index + 1}.member.`),
    ),
  ];
}

/**
 * Checks that triggers are for source actions with a connection, one each, and combine filters that go together: tags, or
 * branches with file paths or without.
 * https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html
 * @throws AwsError `InvalidStructureException`
 */
export function requireTriggers({ triggers = [], stages }: Structure): void {
  const sources = (stages[0]?.actions ?? [])
    .filter(({ actionTypeId }) => actionTypeId.provider === 'CodeStarSourceConnection')
    .map(({ name }) => name);
  const named = triggers.map(({ gitConfiguration }) => gitConfiguration?.sourceActionName ?? '');
  if (named.some((name, index) => !sources.includes(name) || named.indexOf(name) !== index)) {
    throw invalid(
      'Triggers for connection must reference a CodeStarSourceConnection action. Note that when you specify a trigger, you cant specify more than one trigger per source action.',
    );
  }
  const configurations = triggers.flatMap(({ gitConfiguration }) => gitConfiguration ?? []);
  const push = configurations.every((git) => (git.push ?? []).every(pushCombines));
  const pullRequest = configurations.every((git) =>
    (git.pullRequest ?? []).every(({ branches }) => branches),
  );
  if (push && pullRequest) return;
  throw invalid(
    'The trigger configuration for the source action is not valid. Make sure to choose valid filter combinations.',
  );
}

const pushCombines = ({ tags, branches, filePaths }: GitPushFilter): boolean =>
  tags ? !branches && !filePaths : branches !== undefined;

function filterFaults(filter: GitPushFilter & GitPullRequestFilter, path: string): string[] {
  const { tags, branches, filePaths, events } = filter;
  return [
    ...Object.entries({ tags, branches, filePaths }).flatMap(([kind, patterns]) => [
      ...sizeFaults(patterns?.includes, `${path}${kind}.includes`, 8),
      ...sizeFaults(patterns?.excludes, `${path}${kind}.excludes`, 8),
    ]),
    ...sizeFaults(events, `${path}events`, 3),
    ...(events ?? []).flatMap((event) =>
      faultsOf({ event }, [], { event: { among: ['OPEN', 'UPDATED', 'CLOSED'] } }, `${path}events.`),
    ),
  ];
}

function sizeFaults(list: readonly unknown[] | undefined, path: string, most: number): string[] {
  if (!list || (list.length >= 1 && list.length <= most)) return [];
  const must = list.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${most}`;
  const value = JSON.stringify(list);
  return [`Value '${value}' at '${path}' failed to satisfy constraint: Member must have length ${must}`];
}

const invalid = (message: string): AwsError => new AwsError('InvalidStructureException', message);
