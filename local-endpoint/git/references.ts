import type { BranchChange, TagChange } from '../kit/pushes';
import type { GitRepository } from './repository';

/** A branch or tag that a push created, moved or deleted. */
export interface GitReference {
  readonly type: 'branch' | 'tag';
  readonly name: string;
  /** `refs/heads/main` */
  readonly fullName: string;
  /** Object id; the tag's own for an annotated tag. @default - it is new */
  readonly before?: string;
  /** Object id, likewise. @default - it was deleted */
  readonly after?: string;
}

/** @param text the input of git's post-receive hook: `before after name` in each line */
export function parseReferences(text: string): GitReference[] {
  return text.split('\n').flatMap((line) => {
    const [, before = '', after = '', fullName = '', kind, name = ''] =
      /^([0-9a-f]+) ([0-9a-f]+) (refs\/(heads|tags)\/(.+))$/.exec(line) ?? [];
    if (!kind) return []; // notes and the like start nothing
    const type = kind === 'heads' ? 'branch' : 'tag';
    return [{ type, name, fullName, ...present('before', before), ...present('after', after) }];
  });
}

/** The change of a reference, for what pushes start. @returns undefined where it was deleted, or names no commit */
export async function changeOf(
  repository: GitRepository,
  { type, name, before, after }: GitReference,
): Promise<BranchChange | TagChange | undefined> {
  const commit = after && (await repository.commit(after));
  if (!commit) return undefined;
  if (type === 'tag') return { type, tag: name, commit };
  return {
    type,
    branch: name,
    commit,
    ...(before && { files: await repository.changedFiles(before, commit.id) }),
  };
}

const present = (key: 'before' | 'after', id: string): Partial<Record<'before' | 'after', string>> =>
  /^0+$/.test(id) ? {} : { [key]: id };

/** Makes the first branch that is pushed the default one, as every provider does. */
export async function chooseDefaultBranch(
  repository: GitRepository,
  references: readonly GitReference[],
): Promise<void> {
  const first = references.find(({ type, after }) => type === 'branch' && after);
  if (first && !(await repository.defaultBranch())) await repository.setDefaultBranch(first.name);
}
