import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ServiceContext } from '../kit/context';
import type { Route } from '../kit/route';
import { Repository } from './repository';
import { gitRoute } from './route';
import { gitEnvironment } from './run-git';
import { writeTemplate } from './template';

/** Bare repositories in the endpoint's folder, served over HTTP by git itself to whoever asks. */
export interface GitServer {
  readonly route: Route;
  /** Makes a bare repository. @param path below the folder of all of them */
  createRepository(...path: readonly string[]): Promise<Repository>;
  /**
   * Serves repositories under a prefix of the URL's path.
   * @param prefix with slashes at both ends
   */
  serve(prefix: string, find: FindRepository): void;
}

/**
 * Finds the repository that a URL names.
 * @param path what follows the prefix, without `.git`
 * @param pushing whether the client pushes, so that a repository may be made for it
 * @returns the reason where there is none, which git shows to the person
 */
export type FindRepository = (
  path: string,
  pushing: boolean,
) => ServedRepository | string | Promise<ServedRepository | string>;

/** A repository and who reacts to a push to it. */
export interface ServedRepository {
  readonly repository: Repository;
  /** Reacts to a push; returns what the pusher is shown, a line each. */
  receive(push: ReceivedPush): Promise<readonly string[]>;
}

/** What git's post-receive hook is given. */
export interface ReceivedPush {
  /** A line each: old id, new id, reference. */
  readonly references: string;
  /** What was given with `git push -o`. */
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
      return new Repository(bare);
    },
  };
}
