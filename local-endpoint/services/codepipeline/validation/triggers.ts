import type {
  GitPullRequestFilter,
  GitPushFilter,
  PipelineTriggerDeclaration,
} from '@aws-sdk/client-codepipeline';
import { AwsError } from '../../../kit/aws-error';
import { type MemberRule, validationErrors } from '../../../kit/validate';
import type { Structure } from '../model';
import { NAME } from '../request';

const upTo = (maxLength: number): MemberRule => ({ minLength: 1, maxLength });

const GIT_RULES = { sourceActionName: NAME, push: upTo(3), pullRequest: upTo(3) };

const PATTERN_RULES = { includes: upTo(8), excludes: upTo(8) };

/**
 * What is wrong with the shape and the sizes of a trigger.
 * https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitConfiguration.html
 */
export function triggerErrors(trigger: PipelineTriggerDeclaration, path: string): string[] {
  const git = trigger.gitConfiguration;
  const { push, pullRequest } = git ?? {};
  const inGit = `${path}gitConfiguration.`;
  return [
    ...validationErrors(
      trigger,
      ['providerType', 'gitConfiguration'],
      { providerType: { oneOf: ['CodeStarSourceConnection'] } },
      path,
    ),
    ...(git ? validationErrors(git, ['sourceActionName'], GIT_RULES, inGit) : []),
    ...(push ?? []).flatMap((filter, index) => filterErrors(filter, `${inGit}push.${index + 1}.member.`)),
    ...(pullRequest ?? []).flatMap((filter, index) =>
      filterErrors(filter, `${inGit}pullRequest.${index + 1}.member.`),
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

function filterErrors(filter: GitPushFilter & GitPullRequestFilter, path: string): string[] {
  const { tags, branches, filePaths, events } = filter;
  return [
    ...Object.entries({ tags, branches, filePaths }).flatMap(([name, patterns]) =>
      validationErrors(patterns ?? {}, [], PATTERN_RULES, `${path}${name}.`),
    ),
    ...validationErrors(filter, [], { events: upTo(3) }, path),
    ...(events ?? []).flatMap((event) =>
      validationErrors({ event }, [], { event: { oneOf: ['OPEN', 'UPDATED', 'CLOSED'] } }, `${path}events.`),
    ),
  ];
}

const invalid = (message: string): AwsError => new AwsError('InvalidStructureException', message);
