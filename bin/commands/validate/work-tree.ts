import { spawnSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import type { RepositoryLookup, WorkTree } from '../../../lib/source/config/work-tree';

/**
 * Knows the repository that a config is in, where it is in one: the files that git tracks, and the branches. A
 * repository of the config is taken to be this one where the last part of its name is that of the folder or of `origin`.
 * Anything else, and what git does not return, is unknown.
 * @param file path of the config
 */
export function workTreeOf(file: string): RepositoryLookup {
  const folder = dirname(file);
  const top = git(folder, 'rev-parse', '--show-toplevel')?.trim();
  if (!top) return () => undefined;
  const origin = git(top, 'remote', 'get-url', 'origin')?.trim() ?? '';
  const names = [basename(top), lastPart(origin)].map((name) => name.toLowerCase());
  let known: WorkTree | undefined;
  return (repository) => {
    if (!names.includes(lastPart(repository).toLowerCase())) return undefined;
    known ??= { files: lines(git(top, 'ls-files', '-z')), branches: branchesOf(top) };
    return known.files.length > 0 ? known : undefined;
  };
}

/** A clone of one branch, or of the latest commits only, has nothing of the other branches. */
function branchesOf(top: string): string[] | undefined {
  if (git(top, 'rev-parse', '--is-shallow-repository')?.trim() !== 'false') return undefined;
  const fetched = git(top, 'config', '--get-all', 'remote.origin.fetch')?.trim();
  if (fetched !== undefined && !fetched.includes('refs/heads/*')) return undefined;
  const local = lines(git(top, 'for-each-ref', '--format=%(refname:lstrip=2)%00', 'refs/heads'));
  const remote = lines(git(top, 'for-each-ref', '--format=%(refname:lstrip=3)%00', 'refs/remotes/origin'));
  return [...new Set([...local, ...remote].map((name) => name.trim()))].filter((name) => name !== 'HEAD');
}

function lastPart(name: string): string {
  return basename(name.replace(/:/g, '/'), '.git');
}

function lines(text: string | undefined): string[] {
  return (text ?? '').split('\0').filter((line) => line.trim() !== '');
}

/** The output of git; undefined where it fails or is not there. */
function git(folder: string, ...args: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', ['-C', folder, ...args], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return status === 0 ? stdout : undefined;
}
