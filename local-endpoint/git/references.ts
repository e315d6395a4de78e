import type { BranchChange, TagChange } from '../kit/pushes';
import type { Repository } from './repository';

/** A branch or tag that a push created, moved or deleted. */
export interface Reference {
  readonly type: 'branch' | 'tag';
  readonly name: string;
  /** `refs/heads/main` */
  readonly fullName: string;
  /** Object id; of an annotated tag the tag's own. @default - it is new */
  readonly before?: string;
  /** Likewise. @default - it is gone */
  readonly after?: string;
}

/** @param text what git gives a post-receive hook: `before after name` in each line */
export function parseReferences(text: string): Reference[] {
  return text.split('\n').flatMap((line) => {
    const [, before = '', after = '', fullName = '', kind, name = ''] =
      /^([0-9a-f]+) ([0-9a-f]+) (refs\/(heads|tags)\/(.+))$/.exec(line) ?? [];
    if (!kind) return []; // notes and the like start nothing
    const type = kind === 'heads' ? 'branch' : 'tag';
    return [{ type, name, fullName, ...present('before', before), ...present('after', after) }];
  });
}

/** What became of a reference for those who start something by it; nothing where it is gone, or names no commit. */
export async function changeOf(
  repository: Repository,
  { type, name, before, after }: Reference,
): Promise<BranchChange | TagChange | undefined> {
  const commit = after && (await repository.commit(after));
  if (!commit) return undefined;
  if (type === 'tag') return { type, tag: name, commit };
  return {
    type,
    branch: name,
    commit,
    ...(before && { files: await filesSince(repository, before, commit.id) }),
  };
}

/** Forced or not, what counts is what came since the two had something in common. */
const filesSince = (repository: Repository, before: string, after: string): Promise<string[]> =>
  repository.changedFiles(before, after);

const present = (key: 'before' | 'after', id: string): Partial<Record<'before' | 'after', string>> =>
  /^0+$/.test(id) ? {} : { [key]: id };
