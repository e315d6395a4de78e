import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleCache } from './bundle-cache';
import { bundleHandler } from './bundle-handler';

const HANDLERS = resolve(__dirname, '../../handlers');

const bundles = new Map<string, Uint8Array>();

const cache = bundleCache({
  kind: 'handlers',
  sources: [HANDLERS, join(__dirname, 'bundle-handler.ts')],
  packages: resolve(__dirname, '../../node_modules'),
});

/**
 * `handlers/<name>/handler.ts` as one small ES module, which exports `handler`. It is built here, in this process, so that
 * a synthesis needs neither Docker nor a build step before it. The package has `handler-bundle.packaged.ts` in place of
 * this file.
 * @throws Error where there is no such handler
 */
export function handlerBundle(name: string): Uint8Array {
  const known = bundles.get(name);
  if (known) return known;
  const entryPoint = join(HANDLERS, name, 'handler.ts');
  if (!existsSync(entryPoint)) throw new Error(`a handler must be handlers/<name>/handler.ts, got: ${name}`);
  const code = cache(name, () => bundleHandler(HANDLERS, entryPoint));
  bundles.set(name, code);
  return code;
}
