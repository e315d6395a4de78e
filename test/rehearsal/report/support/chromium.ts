import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Path of Chromium, as Debian's package installs it; undefined where there is none on PATH. */
export const CHROMIUM = ['chromium', 'chromium-browser']
  .flatMap((name) => (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)))
  .find((file) => existsSync(file));

/** Root, which CI runs as, has no sandbox; nothing here may reach a network. */
export const CHROMIUM_ARGUMENTS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
