import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { FoundBase } from './base-image';
import type { BakeInputs } from './inputs';

/** What goes into an image beside the commit and the config. */
export interface HashedParts {
  readonly base: FoundBase;
  /** Folder of the template. */
  readonly template: string;
  readonly versions: readonly string[];
}

/**
 * SHA-256 of everything that goes into an image: the base image, the template, the playbook's whole folder, the settings,
 * plain variables and versions. Secrets do not go in: an image that holds one is renewed by `maxAge`.
 */
export function imageHash(inputs: BakeInputs, { base, template, versions }: HashedParts): string {
  const { settings, variables, files, playbookFolder } = inputs;
  const { playbook, user, deprecateAfterDays, instance } = settings;
  const parts = {
    base,
    playbook,
    user,
    deprecateAfterDays,
    instanceType: instance.type,
    variables,
    versions,
    template: filesBelow(template),
    finish: filesBelow(join(files, 'ansible')),
    commit: filesBelow(playbookFolder),
  };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Each file's path, whether it can be run, and hash; of a link where it leads. Git's own folder is left out. */
function filesBelow(folder: string, path = ''): string[] {
  return readdirSync(join(folder, path))
    .filter((name) => name !== '.git')
    .sort()
    .flatMap((name) => {
      const inner = path ? `${path}/${name}` : name;
      const full = join(folder, inner);
      const found = lstatSync(full);
      if (found.isDirectory()) return filesBelow(folder, inner);
      if (found.isSymbolicLink()) return [`${inner} -> ${readlinkSync(full)}`];
      const hash = createHash('sha256').update(readFileSync(full)).digest('hex');
      return [`${inner} ${found.mode & 0o100 ? 'x' : '-'} ${hash}`];
    });
}
