import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Settings } from './settings';

const ANSWER_MILLISECONDS = 5_000;

/**
 * The real docker, where there is one and its daemon answers; asked once for each build.
 * @returns its path
 */
export function realDocker({ path, images }: Settings): string | undefined {
  const remembered = join(images, 'daemon');
  if (existsSync(remembered)) return readFileSync(remembered, 'utf8') || undefined;
  const found = path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, 'docker'))
    .find((file) => isProgram(file) && answers(file));
  writeFileSync(remembered, found ?? '');
  return found;
}

/** Another stand-in is no docker. */
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
    timeout: ANSWER_MILLISECONDS,
    encoding: 'utf8',
  });
  return status === 0 && stdout.trim() !== '';
}
