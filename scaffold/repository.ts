import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScaffoldError } from './skeleton';

/** The files of a working copy, by paths relative to its root. */
export class Repository {
  constructor(readonly root: string) {}

  has(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** The names in a folder; none where the folder is missing. */
  list(folder: string): string[] {
    return this.has(folder) ? readdirSync(join(this.root, folder)) : [];
  }

  /** @throws ScaffoldError where one of the paths is there already */
  refuseExisting(what: string, paths: readonly string[]): void {
    const existing = paths.find((path) => this.has(path));
    if (existing) throw new ScaffoldError(`${what} must not exist yet, got: ${existing}`);
  }
}
