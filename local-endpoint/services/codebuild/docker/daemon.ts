import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programsOnPath } from '../../../kit/programs';
import type { DockerSettings } from './settings';

const TIMEOUT_MILLISECONDS = 5_000;

/**
 * The real docker, where there is one and its daemon answers; found once for each build.
 * @returns its path
 */
export function realDocker({ path, images }: DockerSettings): string | undefined {
  const cached = join(images, 'daemon');
  if (existsSync(cached)) return readFileSync(cached, 'utf8') || undefined;
  const found = programsOnPath('docker', path).find((file) => !isThisProgram(file) && answers(file));
  writeFileSync(cached, found ?? '');
  return found;
}

/** Another stand-in does not count. */
const isThisProgram = (file: string): boolean => realpathSync(file) === realpathSync(process.argv[1] ?? '');

function answers(file: string): boolean {
  const { status, stdout } = spawnSync(file, ['version', '--format', '{{.Server.Version}}'], {
    timeout: TIMEOUT_MILLISECONDS,
    encoding: 'utf8',
  });
  return status === 0 && stdout.trim() !== '';
}
