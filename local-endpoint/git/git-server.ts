import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ServiceContext } from '../kit/context';
import type { Route } from '../kit/route';
import { GitRepository } from './repository';
import { gitRoute } from './route';
import { gitEnvironment } from './run-git';
import { writeTemplate } from './template';

/** Bare repositories in the endpoint's folder, served over HTTP by git itself, without authentication. */
export interface GitServer {
  readonly route: Route;
  /** Creates a bare repository. @param path below the folder of all of them */
  createRepository(...path: readonly string[]): Promise<GitRepository>;
  /**
   * Serves repositories under a prefix of the URL's path.
   * @param prefix with slashes at both ends
   */
  serve(prefix: string, find: FindRepository): void;
}

/**
 * Finds the repository that a URL names.
 * @param path what follows the prefix, without `.git`
 * @param pushing whether the client pushes, so that a repository may be created for it
 * @returns the reason where there is none, which git shows to the user
 */
export type FindRepository = (
  path: string,
  pushing: boolean,
) => ServedRepository | string | Promise<ServedRepository | string>;

/** A repository, and what happens after a push to it. */
export interface ServedRepository {
  readonly repository: GitRepository;
  /** Called after a push; returns lines that git shows to the pusher. */
  receive(push: ReceivedPush): Promise<readonly string[]>;
}

/** The input of git's post-receive hook. */
export interface ReceivedPush {
  /** A line each: old id, new id, reference. */
  readonly references: string;
  /** The options of `git push -o`. */
  readonly options: readonly string[];
}

/** A server without repositories. */
export function createGitServer({ folder, closing }: Pick<ServiceContext, 'folder' | 'closing'>): GitServer {
  const root = join(folder, 'git');
  const template = join(root, 'template');
  const served = new Map<string, FindRepository>();
  let templateWritten: Promise<void> | undefined;
  return {
    route: gitRoute(served, closing),
    serve: (prefix, find) => void served.set(prefix, find),
    async createRepository(...path) {
      await (templateWritten ??= writeTemplate(template));
      const bare = join(root, ...path);
      await mkdir(bare, { recursive: true });
      const options = ['--quiet', '--bare', '--initial-branch=main', `--template=${template}`];
      await promisify(execFile)('git', ['init', ...options, bare], { env: gitEnvironment() });
      return new GitRepository(bare);
    },
  };
}
