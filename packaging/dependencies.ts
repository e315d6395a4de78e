import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import type { Metafile } from 'esbuild';

/**
 * Requires that package.json names what the bundles import, and nothing else, so that nothing is installed that only
 * development needs.
 * @throws Error naming what is missing or too much
 */
export function checkDependencies(file: string, bundles: readonly Metafile[]): void {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(file, 'utf8')) as Record<
    'dependencies' | 'peerDependencies',
    Record<string, string>
  >;
  const imported = new Set(bundles.flatMap(importedPackages));
  const missing = [...imported].filter((name) => !(name in dependencies || name in peerDependencies));
  const unused = Object.keys(dependencies).filter((name) => !imported.has(name));
  if (missing.length > 0)
    throw new Error(`dependencies must name what is imported, missing: ${missing.join(', ')}`);
  if (unused.length > 0)
    throw new Error(`dependencies must be imported by the package, unused: ${unused.join(', ')}`);
}

function importedPackages({ outputs }: Metafile): string[] {
  return Object.values(outputs)
    .flatMap(({ imports }) => imports)
    .filter(({ external, path }) => external && !isBuiltin(path))
    .map(({ path }) => path.split('/', path.startsWith('@') ? 2 : 1).join('/'));
}
