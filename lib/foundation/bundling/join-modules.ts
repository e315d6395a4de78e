import { basename, dirname } from 'node:path';
import { buildSync } from 'esbuild';
import type { Modules } from './modules';
import { nameChunks } from './name-chunks';

/**
 * Joins the entry point and what it imports into few ES modules: `index.mjs`, one for each module that it imports when it
 * needs it, and those that several of them share.
 * @param alias packages, with the module that takes their place
 */
export function joinModules(entryPoint: string, alias: Readonly<Record<string, string>> = {}): Modules {
  const { outputFiles } = buildSync({
    entryPoints: [{ in: entryPoint, out: 'index' }],
    absWorkingDir: dirname(entryPoint), // paths relative to it are in what esbuild hashes and sorts
    alias,
    bundle: true,
    splitting: true,
    chunkNames: '[name]-[hash]',
    platform: 'node',
    target: 'node22',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    outdir: 'out', // names only: nothing is written
    mainFields: ['module', 'main'],
    legalComments: 'none',
    write: false,
  });
  return nameChunks(Object.fromEntries(outputFiles.map(({ path, text }) => [basename(path), text])));
}
