import type {
  ActionDeclaration,
  GitFilePathFilterCriteria,
  PipelineDeclaration,
} from '@aws-sdk/client-codepipeline';
import { DescribeRuleCommand, ListRuleNamesByTargetCommand } from '@aws-sdk/client-eventbridge';
import picomatch from 'picomatch';
import type { RehearsalClients } from '../clients';

/** A push that starts a pipeline. */
export interface StartingPush {
  readonly type: 'branch' | 'tag';
  /** A pattern: `main`, `release/*`, `v*`. */
  readonly pattern: string;
  /** Whether a change of this file starts the pipeline. */
  watches(file: string): boolean;
  /** Whether there is a path filter, so that not every file is watched. */
  readonly filtersPaths: boolean;
}

/** The first push that starts the pipeline, according to its triggers, or for CodeCommit to the EventBridge rules. */
export async function startingPush(
  clients: RehearsalClients,
  declaration: PipelineDeclaration,
  source: ActionDeclaration,
): Promise<StartingPush | undefined> {
  if (source.actionTypeId?.provider === 'CodeCommit') return eventPush(clients, declaration);
  const trigger = declaration.triggers?.find(
    ({ gitConfiguration }) => gitConfiguration?.sourceActionName === source.name,
  );
  const [filter] = trigger?.gitConfiguration?.push ?? [];
  if (filter?.tags) return startedBy('tag', filter.tags.includes?.[0] ?? '*');
  if (filter?.branches) return startedBy('branch', filter.branches.includes?.[0] ?? '*', filter.filePaths);
  return trigger ? undefined : startedBy('branch', source.configuration?.BranchName ?? 'main');
}

/**
 * A branch or tag that matches a pattern.
 * @param rest takes the place of the pattern's first `*`
 */
export const nameMatching = (pattern: string, rest: string): string =>
  pattern
    .replace(/\{([^,}]*)[^}]*\}/g, '$1')
    .replace(/\[[!^][^\]]*\]/g, '_')
    .replace(/\[([^\]])[^\]]*\]/g, '$1')
    .replace(/\?/g, '1')
    .replace(/\*+/, rest)
    .replace(/\*+/g, '');

function startedBy(
  type: StartingPush['type'],
  pattern: string,
  files?: GitFilePathFilterCriteria,
): StartingPush {
  const { includes = ['**'], excludes = [] } = files ?? {};
  const watches = picomatch(includes, {
    ignore: excludes,
    dot: true,
    nonegate: true,
    noextglob: true,
    posix: true, // for [!a]
  });
  return { type, pattern, watches: (file) => watches(file), filtersPaths: files !== undefined };
}

async function eventPush(
  { events, account, region }: RehearsalClients,
  { name }: PipelineDeclaration,
): Promise<StartingPush | undefined> {
  const TargetArn = `arn:aws:codepipeline:${region}:${account}:${name}`;
  const { RuleNames = [] } = await events.send(new ListRuleNamesByTargetCommand({ TargetArn }));
  for (const rule of RuleNames) {
    const { EventPattern = '{}' } = await events.send(new DescribeRuleCommand({ Name: rule }));
    const { detail } = JSON.parse(EventPattern) as { detail?: ReferenceChange };
    const [reference] = detail?.referenceName ?? [];
    if (!reference) continue;
    const pattern = typeof reference === 'string' ? reference : reference.wildcard;
    return startedBy(detail?.referenceType?.includes('tag') ? 'tag' : 'branch', pattern);
  }
  return undefined;
}

/** https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html */
interface ReferenceChange {
  readonly referenceType?: readonly string[];
  readonly referenceName?: readonly (string | { readonly wildcard: string })[];
}
