import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { SdkUse } from './sdk-use';

/** Where what is bundled is. */
export interface BundlePaths {
  /** The folder of all handlers. */
  readonly handlers: string;
  /** Of the handler; the SDK's packages are found from there. */
  readonly entryPoint: string;
  /** An empty one, for the modules written. */
  readonly folder: string;
}

/**
 * Writes two modules for each client that the handler uses: one with the names that it uses of the client's package, which
 * is loaded by a call, and one that has the same names in the package's place and loads the other.
 * @returns aliases for esbuild, from the package to the module in its place
 */
export function lazyClients(paths: BundlePaths, use: SdkUse): Record<string, string> {
  return Object.fromEntries(
    [...use].map(([packageName, names]) => [packageName, writeModules(paths, packageName, names)]),
  );
}

function writeModules(
  { handlers, entryPoint, folder }: BundlePaths,
  packageName: string,
  names: readonly string[],
): string {
  const client = basename(packageName);
  const inPlace = join(folder, `${client}.lazy.js`);
  const installed = dirname(createRequire(entryPoint).resolve(`${packageName}/package.json`));
  writeFileSync(join(folder, `${client}.js`), `export { ${names.join(', ')} } from ${quote(installed)};`);
  writeFileSync(
    inPlace,
    [
      `import { lazyClient, lazyCommand, lazyPaginator } from ${quote(join(handlers, 'lazy-client.ts'))};`,
      `const load = () => import(${quote(`./${client}.js`)});`,
      ...names.map((name) => `export const ${name} = /* @__PURE__ */ ${lazy(name)};`),
    ].join('\n'),
  );
  return inPlace;
}

/** @throws Error for what is neither client nor command nor paginator */
function lazy(name: string): string {
  if (name.endsWith('Client')) return `lazyClient(load, ${quote(name)})`;
  if (name.endsWith('Command')) return `lazyCommand(${quote(name)})`;
  if (name.startsWith('paginate')) return `lazyPaginator(load, ${quote(name)})`;
  throw new Error(`A handler must use clients, commands and paginators only of the SDK, got: ${name}`);
}

const quote = (text: string): string => JSON.stringify(text);
