import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Route } from '../kit/route';
import { GitRepository } from './repository';
import { gitRoute } from './route';
import { gitEnvironment } from './run-git';
import type { FindRepository } from './served-repository';
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

/** What a git server is created with. */
export interface GitServerOptions {
  /** Repositories are in a folder below it. */
  readonly folder: string;
  /** Ends what git is doing. */
  readonly closing: AbortSignal;
}

/** A server without repositories. */
export function createGitServer({ folder, closing }: GitServerOptions): GitServer {
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
