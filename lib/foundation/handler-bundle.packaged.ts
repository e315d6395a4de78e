import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const HANDLERS = resolve(__dirname, '../../handlers');

/**
 * The ES module that the package's build has made of `handlers/<name>/handler.ts`.
 * @throws Error where there is no such handler
 */
export function handlerBundle(name: string): Uint8Array {
  return readFileSync(join(HANDLERS, `${name}.mjs`));
}
