import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import picomatch from 'picomatch';

/** A file of the build context, as the daemon would get it. */
export interface ContextFile {
  /** Below the context, with `/`. */
  readonly name: string;
  readonly size: number;
  /** Of name, mode and content. */
  readonly digest: string;
}

/** The files of a build context. */
export interface DockerContext {
  /**
   * The files that a source of COPY or ADD means.
   * @returns none where it matches nothing
   */
  filesOf(source: string): readonly ContextFile[];
}

/**
 * Reads a folder as the daemon would get it.
 * @param dockerfile path of the Dockerfile, whose own ignore file goes before the folder's
 */
export function readDockerContext(folder: string, dockerfile: string): DockerContext {
  const isIgnored = ignoreRules([`${dockerfile}.dockerignore`, join(folder, '.dockerignore')]);
  const names = filesBelow(folder, '').filter((name) => !isIgnored(name));
  const known = new Map<string, ContextFile>();
  const file = (name: string): ContextFile => {
    const found = known.get(name) ?? readFile(folder, name);
    known.set(name, found);
    return found;
  };
  return {
    filesOf(source) {
      const pattern = posix.normalize(source.replace(/^\/+/, '')).replace(/\/$/, '');
      if (pattern === '.' || pattern === '') return names.map(file);
      const matches = picomatch(pattern, { dot: true });
      return names
        .filter((name) => parentsOf(name).some((path) => path === pattern || matches(path)))
        .map(file);
    },
  };
}

/** A path and all folders that it is in. */
function parentsOf(name: string): string[] {
  const parts = name.split('/');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

/** The last rule that matches decides; `!` includes. https://docs.docker.com/build/concepts/context/#dockerignore-files */
function ignoreRules(files: readonly string[]): (name: string) => boolean {
  const file = files.find((one) => existsSync(one));
  if (!file) return () => false;
  const rules = readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const keeps = line.startsWith('!');
      const pattern = posix
        .normalize(
          line
            .slice(keeps ? 1 : 0)
            .trim()
            .replace(/^\/+/, ''),
        )
        .replace(/\/$/, '');
      return { keeps, matches: picomatch(pattern, { dot: true }) };
    });
  return (name) => {
    const rule = rules.findLast(({ matches }) => parentsOf(name).some((path) => matches(path)));
    return rule !== undefined && !rule.keeps;
  };
}

function filesBelow(top: string, folder: string): string[] {
  return readdirSync(join(top, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const name = posix.join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(top, name) : [name];
    })
    .sort();
}

function readFile(folder: string, name: string): ContextFile {
  const path = join(folder, name);
  const { mode, size } = lstatSync(path);
  const link = (mode & 0o170000) === 0o120000;
  const content = link ? readlinkSync(path) : readFileSync(path);
  const kind = `${name}\0${link ? 'link' : (mode & 0o777).toString(8)}\0`;
  return { name, size, digest: createHash('sha256').update(kind).update(content).digest('hex') };
}
