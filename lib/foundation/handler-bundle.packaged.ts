import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Modules } from './bundling/modules';

const HANDLERS = resolve(__dirname, '../../handlers');

/**
 * The ES modules that the package's build has made of `handlers/<name>/handler.ts`.
 * @throws Error where there is no such handler
 */
export function handlerBundle(name: string): Modules {
  return JSON.parse(readFileSync(join(HANDLERS, `${name}.json`), 'utf8')) as Modules;
}
