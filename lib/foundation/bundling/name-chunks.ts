import type { Modules } from './modules';

/** ES modules have no `require`, which a dependency's CommonJS may call through esbuild's stand-in. */
const REQUIRE = "import{createRequire}from'node:module';const require=createRequire(import.meta.url);";

/**
 * Gives the modules names that follow from what they are, in the order of their imports from `index.mjs`: esbuild's have
 * a hash of where they were bundled, and the same source must give the same asset. The letters of a name decide what swc
 * calls variables (findings/swc-names-of-chunks.sh), so this comes before it.
 */
export function nameChunks(modules: Modules): Modules {
  const names = new Map<string, string>();
  visit('index.mjs');
  return Object.fromEntries([...names].map(([before, name]) => [name, rename(modules[before] ?? '')]));

  function rename(text: string): string {
    const renamed = text.replace(IMPORTED, (_, start: string, path: string, end: string) =>
      [start, names.get(path), end].join(''),
    );
    return text.includes('typeof require') && !text.startsWith(REQUIRE) ? `${REQUIRE}${renamed}` : renamed;
  }

  function visit(before: string): void {
    if (names.has(before)) return;
    const client = /^(client-[a-z0-9-]+?)-[A-Z0-9]{8}\b/.exec(before)?.[1];
    names.set(before, before === 'index.mjs' ? before : `${client ?? `shared-${names.size}`}.mjs`);
    for (const [, , path = ''] of (modules[before] ?? '').matchAll(IMPORTED)) visit(path);
  }
}

/** The path of an imported module of the same bundle, without its folder. */
const IMPORTED = /(\b(?:from|import)\s*\(?\s*["'`]\.\/)([\w-]+\.mjs)(["'`])/g;
