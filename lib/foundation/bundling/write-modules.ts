import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Modules } from './modules';

/** Writes the modules into a folder, which is made where it is not there. */
export function writeModules(folder: string, modules: Modules): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, name), text);
}
