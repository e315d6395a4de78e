import type { Commit, Signature } from '../kit/pushes';
import { runGit } from './run-git';

/** A commit with what only CodeCommit shows of it. */
export interface CommitDetails extends Commit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly committer: Signature;
}

/** A bare repository. */
export class GitRepository {
  /** @param folder of the repository itself */
  constructor(readonly folder: string) {}

  /** The commit of a branch, a tag, an id or the beginning of one. @returns undefined where there is none */
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

  /** The last commit of a branch. @returns undefined where there is no such branch */
  branch(name: string): Promise<CommitDetails | undefined> {
    return this.commit(`refs/heads/${name}`);
  }

  /** Names in alphabetical order. */
  async branches(): Promise<string[]> {
    return lines(await this.run('for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads'));
  }

  /** @returns undefined while the default branch has no commit */
  async defaultBranch(): Promise<string | undefined> {
    const name = lines(await this.run('symbolic-ref', '--short', 'HEAD'))[0] ?? '';
    return (await this.resolve(`refs/heads/${name}`)) ? name : undefined;
  }

  async setDefaultBranch(name: string): Promise<void> {
    await this.run('symbolic-ref', 'HEAD', `refs/heads/${name}`);
  }

  /** Paths that changed in `after` since the last common commit, or that differ between the two where there is none. */
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
