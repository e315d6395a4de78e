import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A team member's clone of a repository, changed with real git. */
export class GitClone {
  private constructor(
    private readonly folder: string,
    readonly branch: string,
  ) {}

  /**
   * A new repository with the files of a folder, not committed yet.
   * @param parent where the clone goes
   * @param remotes URLs of `origin`: a push goes to each of them
   */
  static async create(
    parent: string,
    files: string,
    branch: string,
    remotes: readonly string[],
  ): Promise<GitClone> {
    const folder = await mkdtemp(join(parent, 'clone-'));
    await cp(files, folder, {
      recursive: true,
      filter: (path) => !/(^|\/)(node_modules|\.git)$/.test(path),
    });
    const clone = new GitClone(folder, branch);
    await clone.git('init', '--quiet', '--initial-branch', branch);
    await clone.git('remote', 'add', 'origin', remotes[0] ?? '');
    for (const remote of remotes) await clone.git('remote', 'set-url', '--add', '--push', 'origin', remote);
    return clone;
  }

  /** The files under version control, and those that the next commit adds. */
  async files(): Promise<string[]> {
    const listed = await this.git('ls-files', '--cached', '--others', '--exclude-standard');
    return listed.split('\n').filter((line) => line !== '');
  }

  read(file: string): Promise<string> {
    return readFile(join(this.folder, file), 'utf8');
  }

  async write(file: string, content: string): Promise<void> {
    await mkdir(dirname(join(this.folder, file)), { recursive: true });
    await writeFile(join(this.folder, file), content);
  }

  /** Makes a commit that changes nothing; returns its id. */
  async commitNothing(message = 'Begin'): Promise<string> {
    await this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.head();
  }

  /** Commits everything; returns the commit's id. */
  async commit(message: string): Promise<string> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--message', message);
    return this.head();
  }

  /** The id of the last commit. */
  head(): Promise<string> {
    return this.git('rev-parse', 'HEAD');
  }

  /** Reverts the last commit in a new one. */
  async revert(): Promise<void> {
    await this.git('revert', '--no-edit', 'HEAD');
  }

  /** Pushes the branch; returns the messages of the remote. */
  push(): Promise<string> {
    return this.pushRef(this.branch);
  }

  /** Pushes the last commit to a branch of another name; returns the messages of the remote. */
  pushTo(branch: string): Promise<string> {
    return this.pushRef(`HEAD:refs/heads/${branch}`);
  }

  /** Tags the last commit and pushes the tag; returns the messages of the remote. */
  async pushTag(tag: string): Promise<string> {
    await this.git('tag', tag);
    return this.pushRef(tag);
  }

  /** Pushes the last commit to a branch and opens a pull request of it to the default branch; returns the messages of the remote. */
  openPullRequest(branch: string): Promise<string> {
    return this.pushRef(`HEAD:refs/heads/${branch}`, ['-o', 'merge_request.create']);
  }

  private async pushRef(ref: string, options: readonly string[] = []): Promise<string> {
    const args = ['push', ...options, 'origin', ref];
    const { stderr } = await run('git', args, { cwd: this.folder, env: ENVIRONMENT });
    return stderr;
  }

  private async git(...args: string[]): Promise<string> {
    const { stdout } = await run('git', args, { cwd: this.folder, env: ENVIRONMENT });
    return stdout.trim();
  }
}

/** Without the user's own git configuration, which must not decide how a rehearsal goes. */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_AUTHOR_NAME: 'Rehearsal',
  GIT_AUTHOR_EMAIL: 'rehearsal@localhost',
  GIT_COMMITTER_NAME: 'Rehearsal',
  GIT_COMMITTER_EMAIL: 'rehearsal@localhost',
};
