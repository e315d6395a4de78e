import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programsOnPath } from '../../../kit/programs';
import type { PackerSettings } from './settings';

const TIMEOUT_MILLISECONDS = 10_000;

/** A packer of this machine. */
export interface RealPacker {
  readonly program: string;
  /** For example `1.6.6`. */
  readonly version: string;
}

/** The real packer, where there is one; found once for each build. A file of that name may be cracklib's. */
export function realPacker({ path, folder, standIn }: PackerSettings): RealPacker | undefined {
  if (standIn) return undefined;
  const cached = join(folder, 'packer');
  if (!existsSync(cached)) writeFileSync(cached, JSON.stringify(find(path) ?? null));
  return (JSON.parse(readFileSync(cached, 'utf8')) as RealPacker | null) ?? undefined;
}

/** From now on this build has the stand-in. */
export function forgetRealPacker({ folder }: PackerSettings): void {
  writeFileSync(join(folder, 'packer'), 'null');
}

/** Whether its version is at least that. */
export function isAtLeast({ version }: RealPacker, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

function find(path: string): RealPacker | undefined {
  for (const program of programsOnPath('packer', path)) {
    const version = versionOf(program);
    if (version) return { program, version };
  }
  return undefined;
}

function versionOf(program: string): string | undefined {
  const { stdout } = spawnSync(program, ['version'], {
    timeout: TIMEOUT_MILLISECONDS,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, CHECKPOINT_DISABLE: '1' },
  });
  return /^Packer v(\d+\.\d+\.\d+)/m.exec(stdout ?? '')?.[1];
}
