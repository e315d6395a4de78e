import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bundleCache } from './bundle-cache';
import { bundleHandler } from './bundling/bundle-handler';
import type { Modules } from './bundling/modules';

const HANDLERS = resolve(__dirname, '../../handlers');

const bundles = new Map<string, Modules>();

const cache = bundleCache({
  kind: 'handlers',
  sources: [HANDLERS, join(__dirname, 'bundling')],
  packages: resolve(__dirname, '../../node_modules'),
});

/**
 * `handlers/<name>/handler.ts` as small ES modules, of which `index.mjs` exports `handler`. They are made here, in this
 * process, so that a synthesis needs neither Docker nor a build step before it. The package has `handler-bundle.packaged.ts`
 * in place of this file.
 * @throws Error where there is no such handler
 */
export function handlerBundle(name: string): Modules {
  const known = bundles.get(name);
  if (known) return known;
  const entryPoint = join(HANDLERS, name, 'handler.ts');
  if (!existsSync(entryPoint)) throw new Error(`a handler must be handlers/<name>/handler.ts, got: ${name}`);
  const json = cache(name, () => Buffer.from(JSON.stringify(bundleHandler(HANDLERS, entryPoint))));
  const modules = JSON.parse(Buffer.from(json).toString()) as Modules;
  bundles.set(name, modules);
  return modules;
}
