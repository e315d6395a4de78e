import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles a stand-in into one file of plain JavaScript, because each call of it in a build is a process of its own that
 * must begin at once.
 * @param name of its folder, which has a `main.ts`
 * @param folder of the endpoint; the file goes with it
 * @returns its path
 */
export async function bundleProgram(name: 'docker' | 'packer', folder: string): Promise<string> {
  const outfile = join(folder, `codebuild-${name}.cjs`);
  await build({
    entryPoints: [join(__dirname, '..', name, 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  return outfile;
}
