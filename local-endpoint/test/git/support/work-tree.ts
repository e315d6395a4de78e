import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** A person's clone, worked on with the git on this machine. */
export interface WorkTree {
  readonly folder: string;
  /** Runs git; gives what it wrote, on both streams. */
  git(...args: readonly string[]): Promise<string>;
  /** Writes files, or removes those without text, and commits all; gives the commit's id. */
  commit(message: string, files: Readonly<Record<string, string | undefined>>): Promise<string>;
  remove(): Promise<void>;
}

/** An empty one, on `main`. @param remote the URL of `origin` */
export async function openWorkTree(remote: string): Promise<WorkTree> {
  const folder = await mkdtemp(join(tmpdir(), 'work-tree-'));
  const env = {
    PATH: process.env.PATH,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Mary Major',
    GIT_AUTHOR_EMAIL: 'mary@example.com',
    GIT_AUTHOR_DATE: '2026-01-02T12:04:05+09:00',
    GIT_COMMITTER_NAME: 'Mary Major',
    GIT_COMMITTER_EMAIL: 'mary@example.com',
  };
  const git = async (...args: readonly string[]): Promise<string> => {
    const { stdout, stderr } = await promisify(execFile)('git', args, { cwd: folder, env });
    return `${stdout}${stderr}`;
  };
  await git('init', '--quiet', '--initial-branch=main');
  await git('remote', 'add', 'origin', remote);
  return {
    folder,
    git,
    async commit(message, files) {
      for (const [name, text] of Object.entries(files)) {
        const file = join(folder, name);
        await mkdir(dirname(file), { recursive: true });
        if (text === undefined) await rm(file);
        else await writeFile(file, text);
      }
      await git('add', '--all');
      await git('commit', '--quiet', '--allow-empty', '--message', message);
      return (await git('rev-parse', 'HEAD')).trim();
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
