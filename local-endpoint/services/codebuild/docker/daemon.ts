import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { DockerSettings } from './settings';

const TIMEOUT_MILLISECONDS = 5_000;

/**
 * The real docker, where there is one and its daemon answers; found once for each build.
 * @returns its path
 */
export function realDocker({ path, images }: DockerSettings): string | undefined {
  const cached = join(images, 'daemon');
  if (existsSync(cached)) return readFileSync(cached, 'utf8') || undefined;
  const found = path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, 'docker'))
    .find((file) => isProgram(file) && answers(file));
  writeFileSync(cached, found ?? '');
  return found;
}

/** Another stand-in does not count. */
function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return realpathSync(file) !== realpathSync(process.argv[1] ?? '');
  } catch {
    return false; // nothing there that can be run
  }
}

function answers(file: string): boolean {
  const { status, stdout } = spawnSync(file, ['version', '--format', '{{.Server.Version}}'], {
    timeout: TIMEOUT_MILLISECONDS,
    encoding: 'utf8',
  });
  return status === 0 && stdout.trim() !== '';
}
