import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Push } from './pushes';
import type { World } from '../kit/context';
import type { CodeCommitRepository } from '../services/codecommit/model';
import type { Connection } from '../services/codeconnections/model';
import type { HostedRepository } from './hosted-repository';
import { Repository } from './repository';
import { gitEnvironment } from './run-git';
import { writeTemplate } from './template';

/** What the git remote, CodeConnections and CodeCommit share. */
export interface Room {
  readonly world: World;
  /** Those who want to hear of pushes to hosted repositories. */
  readonly listeners: ((push: Push) => Promise<readonly string[]>)[];
  /** Repositories that connections reach, whatever the provider, by `owner/name`. */
  readonly hosted: Map<string, HostedRepository>;
  /** By ARN. */
  readonly connections: Map<string, Connection>;
  /** By account, region and name. */
  readonly codecommit: Map<string, CodeCommitRepository>;
  /** Makes a bare repository. @param path below the folder of all of them */
  makeRepository(...path: readonly string[]): Promise<Repository>;
  /** The folder of all repositories. */
  readonly folder: string;
}

/** A room with nothing in it yet. */
export function createRoom(world: World): Room {
  const folder = join(world.folder, 'git');
  const template = join(folder, 'template');
  let templateWritten: Promise<void> | undefined;
  return {
    world,
    folder,
    listeners: [],
    hosted: new Map(),
    connections: new Map(),
    codecommit: new Map(),
    async makeRepository(...path) {
      await (templateWritten ??= writeTemplate(template));
      const place = join(folder, ...path);
      await mkdir(place, { recursive: true });
      const options = ['--quiet', '--bare', '--initial-branch=main', `--template=${template}`];
      await promisify(execFile)('git', ['init', ...options, place], { env: gitEnvironment() });
      return new Repository(place);
    },
  };
}
