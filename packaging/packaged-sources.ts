import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * What differs between the sources and the package, and nothing else:
 * - where `name.packaged.ts` stands beside `name.ts`, the package has it in place of that;
 * - `__dirname` is the folder of the source below `dist/`, whatever file its code is bundled into. The bundle's banner
 *   defines `__packaged`, which returns the absolute path.
 */
export function packagedSources(root: string): Plugin {
  return {
    name: 'packaged-sources',
    setup(build) {
      build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (path.includes('node_modules')) return undefined;
        const packaged = path.replace(/\.ts$/, '.packaged.ts');
        const text = readFileSync(existsSync(packaged) ? packaged : path, 'utf8');
        const folder = relative(root, dirname(path)).replaceAll('\\', '/');
        return {
          contents: text.replaceAll(/\b__dirname\b/g, `__packaged(${JSON.stringify(folder)})`),
          loader: 'ts',
        };
      });
    },
  };
}
