import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { bundleCache } from '../foundation/bundle-cache';

const PACKER = resolve(__dirname, '../../packer');

const cache = bundleCache({
  kind: 'bake',
  sources: [join(PACKER, 'bake'), resolve(__dirname, '../../handlers/contract'), __filename],
  packages: resolve(__dirname, '../../node_modules'),
});

let bundled: Uint8Array | undefined;

/** `packer/bake/main.ts` as one ES module. The package has `bake-program.packaged.ts` in place of this file. */
export const bakeProgram = (): Uint8Array => (bundled ??= cache('bake', bundle));

function bundle(): Uint8Array {
  const { outputFiles } = buildSync({
    entryPoints: [join(PACKER, 'bake/main.ts')],
    bundle: true,
    write: false,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
    legalComments: 'none',
  });
  const [output] = outputFiles;
  if (!output) throw new Error('esbuild must emit one file for the bake, got: none');
  return output.contents;
}
