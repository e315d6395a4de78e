import type { Commit, Signature } from '../kit/pushes';
import { runGit } from './run-git';

/** What a commit is made of, beside what everybody is shown. */
export interface CommitDetails extends Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly committer: Signature;
}

/** One bare repository, and what is asked of it. */
export class Repository {
  /** @param folder the bare repository's own */
  constructor(readonly folder: string) {}

  /** The commit that a branch, a tag, an id or the beginning of one means. @default - undefined, where there is none */
  async commit(revision: string): Promise<CommitDetails | undefined> {
    const id = await this.resolve(`${revision}^{commit}`);
    if (!id) return undefined;
    const text = await this.run('log', '-1', `--format=${FIELDS.join('%x00')}`, id);
    const [commit = '', tree = '', parents = '', ...rest] = text.split('\0');
    return {
      id: commit,
      tree,
      parents: parents.split(' ').filter(Boolean),
      author: signature(rest.slice(0, 3)),
      committer: signature(rest.slice(3, 6)),
      message: (rest[6] ?? '').replace(/\n+$/, ''),
    };
  }

  /** The commit that a branch ends with. @default - undefined, where there is no such branch */
  branch(name: string): Promise<CommitDetails | undefined> {
    return this.commit(`refs/heads/${name}`);
  }

  /** The names of all branches, in alphabetical order. */
  async branches(): Promise<string[]> {
    return lines(await this.run('for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads'));
  }

  /** The branch that is taken where none is named. @default - undefined, while it has no commit */
  async defaultBranch(): Promise<string | undefined> {
    const name = lines(await this.run('symbolic-ref', '--short', 'HEAD'))[0] ?? '';
    return (await this.resolve(`refs/heads/${name}`)) ? name : undefined;
  }

  /** Makes a branch the one that is taken where none is named. */
  async setDefaultBranch(name: string): Promise<void> {
    await this.run('symbolic-ref', 'HEAD', `refs/heads/${name}`);
  }

  /** Paths that changed since the last commit two had in common, or altogether where they have none. */
  async changedFiles(before: string, after: string): Promise<string[]> {
    const common = await this.run('merge-base', before, after).catch(() => before);
    const list = await this.run('diff', '--name-only', '--no-renames', '-z', common.trim(), after);
    return list.split('\0').filter(Boolean);
  }

  /** Whether one commit is an ancestor of another, or the same. */
  contains(descendant: string, ancestor: string): Promise<boolean> {
    return this.run('merge-base', '--is-ancestor', ancestor, descendant).then(
      () => true,
      () => false,
    );
  }

  /** The files of a commit as a zip, without its history. */
  archive(commit: string): Promise<Buffer> {
    return runGit(this.folder, 'archive', '--format=zip', commit);
  }

  private async resolve(revision: string): Promise<string | undefined> {
    const found = this.run('rev-parse', '--verify', '--quiet', '--end-of-options', revision);
    return lines(await found.catch(() => ''))[0];
  }

  private async run(...args: readonly string[]): Promise<string> {
    return (await runGit(this.folder, ...args)).toString('utf8');
  }
}

/** Id, tree, parents; name, address and date of author and committer; message. */
const FIELDS = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'];

const signature = ([name = '', email = '', date = '']: readonly string[]): Signature => ({
  name,
  email,
  date: new Date(date),
});

const lines = (text: string): string[] => text.split('\n').filter(Boolean);
