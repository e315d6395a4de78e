import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCommand } from './commands/build';
import { imagesCommand, tagCommand } from './commands/images';
import { inspectCommand } from './commands/inspect';
import { loginCommand, logoutCommand } from './commands/login';
import { pushCommand } from './commands/push';
import { unsupportedByDocker } from './failure';
import type { DockerSettings } from './settings';

type Command = (settings: DockerSettings, args: readonly string[]) => void | Promise<void>;

const COMMANDS: Readonly<Record<string, Command>> = {
  build: buildCommand,
  images: imagesCommand,
  inspect: inspectCommand,
  login: loginCommand,
  logout: logoutCommand,
  push: pushCommand,
  tag: tagCommand,
};

/** Commands by their longer names. */
const LONG_NAMES: Readonly<Record<string, string>> = {
  'image build': 'build',
  'buildx build': 'build',
  'builder build': 'build',
  'image inspect': 'inspect',
  'image ls': 'images',
  'image list': 'images',
  'image push': 'push',
  'image tag': 'tag',
};

/** Runs a docker command without a daemon: reads and pushes images without building them, and refuses what needs a container. @throws DockerFailure */
export async function runStandIn(settings: DockerSettings, args: readonly string[]): Promise<void> {
  warnOnce(settings);
  const known = LONG_NAMES[args.slice(0, 2).join(' ')];
  const name = known ?? args[0] ?? '';
  const command = COMMANDS[name];
  if (!command)
    throw unsupportedByDocker(
      `docker ${args.slice(0, 2).join(' ')}`,
      `without a Docker daemon nothing of an image runs; it knows ${Object.keys(COMMANDS).join(', ')}`,
    );
  await command(settings, args.slice(known ? 2 : 1));
}

function warnOnce({ images: folder }: DockerSettings): void {
  const warned = join(folder, 'warned');
  if (existsSync(warned)) return;
  writeFileSync(warned, '');
  process.stderr.write(
    'docker (stand-in): no Docker daemon answers on this machine. Dockerfile and context are read, and what is pushed ' +
      'changes when they do, but no layers are built and nothing of the image runs.\n',
  );
}
