import { join } from 'node:path';
import { build } from 'esbuild';

/**
 * Bundles the docker stand-in into one file of plain JavaScript, because each `docker` of a build is a process of its
 * own that must begin at once.
 * @param folder of the endpoint; the file goes with it
 * @returns its path
 */
export async function bundleDocker(folder: string): Promise<string> {
  const outfile = join(folder, 'codebuild-docker.cjs');
  await build({
    entryPoints: [join(__dirname, 'main.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'error',
  });
  return outfile;
}
