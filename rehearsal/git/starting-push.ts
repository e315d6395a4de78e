import type {
  ActionDeclaration,
  GitFilePathFilterCriteria,
  PipelineDeclaration,
} from '@aws-sdk/client-codepipeline';
import { DescribeRuleCommand, ListRuleNamesByTargetCommand } from '@aws-sdk/client-eventbridge';
import picomatch from 'picomatch';
import type { Clients } from '../clients';

/** A push that starts a pipeline. */
export interface StartingPush {
  readonly type: 'branch' | 'tag';
  /** A pattern: `main`, `release/*`, `v*`. */
  readonly pattern: string;
  /** Whether a change of this file counts. */
  watches(file: string): boolean;
  /** Whether there are files that do not count. */
  readonly choosy: boolean;
}

/** The first push that starts the pipeline, as its triggers or the rules of CodeCommit's events say. */
export async function startingPush(
  clients: Clients,
  structure: PipelineDeclaration,
  source: ActionDeclaration,
): Promise<StartingPush | undefined> {
  if (source.actionTypeId?.provider === 'CodeCommit') return eventPush(clients, structure);
  const trigger = structure.triggers?.find(
    ({ gitConfiguration }) => gitConfiguration?.sourceActionName === source.name,
  );
  const [filter] = trigger?.gitConfiguration?.push ?? [];
  if (filter?.tags) return starting('tag', filter.tags.includes?.[0] ?? '*');
  if (filter?.branches) return starting('branch', filter.branches.includes?.[0] ?? '*', filter.filePaths);
  return trigger ? undefined : starting('branch', source.configuration?.BranchName ?? 'main');
}

/**
 * A name that a pattern takes.
 * @param rest what takes the place of its first `*`
 */
export const nameLike = (pattern: string, rest: string): string =>
  pattern
    .replace(/\{([^,}]*)[^}]*\}/g, '$1')
    .replace(/\[[!^][^\]]*\]/g, '_')
    .replace(/\[([^\]])[^\]]*\]/g, '$1')
    .replace(/\?/g, '1')
    .replace(/\*+/, rest)
    .replace(/\*+/g, '');

function starting(
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
  return { type, pattern, watches: (file) => watches(file), choosy: files !== undefined };
}

async function eventPush(
  { events, account, region }: Clients,
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
    return starting(detail?.referenceType?.includes('tag') ? 'tag' : 'branch', pattern);
  }
  return undefined;
}

/** https://docs.aws.amazon.com/codecommit/latest/userguide/monitoring-events.html */
interface ReferenceChange {
  readonly referenceType?: readonly string[];
  readonly referenceName?: readonly (string | { readonly wildcard: string })[];
}
