import { chmod, lstat, mkdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { unzipSync, type Zippable, zipSync } from 'fflate';

const UNIX = 3;
const KIND = 0o170000;
const LINK = 0o120000;
const DIRECTORY_ENTRY = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;

/** A file on its way into an archive. */
export interface ZippedFile {
  /** In the archive. */
  readonly name: string;
  /** On disk. */
  readonly path: string;
  /** Whether a link stays a link. @default false */
  readonly keepLink?: boolean;
}

/** Packs files with their modes, so that a script can be run where it is unpacked. */
export async function zipFiles(files: readonly ZippedFile[]): Promise<Uint8Array> {
  const entries = await Promise.all(
    files.map(async ({ name, path, keepLink }): Promise<[string, Zippable[string]]> => {
      const found = await lstat(path);
      const link = found.isSymbolicLink();
      const content = link && keepLink ? Buffer.from(await readlink(path)) : await readFile(path);
      const mode = link && keepLink ? LINK | 0o777 : 0o100000 | (found.mode & 0o777);
      return [name, [content, { os: UNIX, attrs: (mode << 16) >>> 0, mtime: found.mtime }]];
    }),
  );
  return zipSync(Object.fromEntries(entries));
}

/**
 * Unpacks an archive with its modes and links.
 * @throws Error for what is no archive, or has an entry outside the folder
 */
export async function unzipInto(bytes: Uint8Array, folder: string): Promise<void> {
  const modes = modesOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const entries = Object.entries(unzipSync(bytes));
  const links = entries.filter(([name]) => isLink(modes.get(name)));
  await mkdir(folder, { recursive: true });
  for (const [name, content] of entries) {
    const path = inside(folder, name);
    if (name.endsWith('/')) await mkdir(path, { recursive: true });
    else if (!isLink(modes.get(name))) {
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      const mode = (modes.get(name) ?? 0) & 0o777;
      if (mode) await chmod(path, mode | 0o600);
    }
  }
  for (const [name, content] of links) {
    const target = Buffer.from(content).toString();
    const path = inside(folder, name);
    inside(folder, resolve(dirname(path), target), `${name} -> ${target}`);
    await mkdir(dirname(path), { recursive: true });
    await symlink(target, path);
  }
}

function inside(folder: string, name: string, entry = name): string {
  const path = resolve(folder, name);
  if (path === resolve(folder) || path.startsWith(resolve(folder) + sep)) return path;
  throw new Error(`The archive's entry ${entry} leads out of its folder`);
}

const isLink = (mode: number | undefined): boolean => ((mode ?? 0) & KIND) === LINK;

/** The modes in the archive's directory, which fflate does not read. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
function modesOf(archive: Buffer): Map<string, number> {
  const modes = new Map<string, number>();
  let end = archive.length - 22;
  while (end >= 0 && archive.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  if (end < 0) return modes;
  const count = archive.readUInt16LE(end + 10);
  let at = archive.readUInt32LE(end + 16);
  for (let index = 0; index < count && archive.readUInt32LE(at) === DIRECTORY_ENTRY; index += 1) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const madeBy = archive.readUInt8(at + 5);
    if (madeBy === UNIX)
      modes.set(archive.toString('utf8', at + 46, at + 46 + name), archive.readUInt32LE(at + 38) >>> 16);
    at += 46 + name + extra + comment;
  }
  return modes;
}
