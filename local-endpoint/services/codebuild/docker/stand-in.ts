import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './commands/build';
import { images } from './commands/images';
import { inspect } from './commands/inspect';
import { login, logout } from './commands/login';
import { push } from './commands/push';
import { tag } from './commands/tag';
import { refused } from './failure';
import type { Settings } from './settings';

type Command = (settings: Settings, words: readonly string[]) => void | Promise<void>;

const COMMANDS: Readonly<Record<string, Command>> = { build, images, inspect, login, logout, push, tag };

/** The same commands under their longer names. */
const LONG: Readonly<Record<string, string>> = {
  'image build': 'build',
  'buildx build': 'build',
  'builder build': 'build',
  'image inspect': 'inspect',
  'image ls': 'images',
  'image list': 'images',
  'image push': 'push',
  'image tag': 'tag',
};

/** Does the least that keeps a pipeline honest, and refuses the rest by name. @throws DockerFailure */
export async function standIn(settings: Settings, words: readonly string[]): Promise<void> {
  tellOnce(settings);
  const long = LONG[words.slice(0, 2).join(' ')];
  const name = long ?? words[0] ?? '';
  const command = COMMANDS[name];
  if (!command)
    throw refused(
      `docker ${words.slice(0, 2).join(' ')}`,
      `without a Docker daemon nothing of an image runs; it knows ${Object.keys(COMMANDS).join(', ')}`,
    );
  await command(settings, words.slice(long ? 2 : 1));
}

function tellOnce({ images: folder }: Settings): void {
  const told = join(folder, 'told');
  if (existsSync(told)) return;
  writeFileSync(told, '');
  process.stderr.write(
    'docker (stand-in): no Docker daemon answers on this machine. Dockerfile and context are read, and what is pushed ' +
      'changes when they do, but no layers are built and nothing of the image runs.\n',
  );
}
