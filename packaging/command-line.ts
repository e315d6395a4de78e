import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { build, type BuildOptions, type Metafile, transform } from 'esbuild';

/** A file of the command line. */
export interface BuiltFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Bundles the commands, of which each loads only what it needs. esbuild splits ES modules only; they become CommonJS in a
 * second step, because Node 20 can be given the compiled code of nothing else (`bin/start/compiled-scripts.ts`).
 * @param options for ES modules
 * @param banner what each file begins with
 */
export async function commandLine(
  root: string,
  options: BuildOptions & { readonly metafile: true },
  banner: string,
): Promise<{ readonly metafile: Metafile; readonly files: readonly BuiltFile[] }> {
  const { metafile, outputFiles } = await build({
    ...options,
    entryPoints: [join(root, 'bin/pipeline-factory.ts')],
    outdir: join(root, 'dist/cli'),
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.cjs' },
    chunkNames: '[name]-[hash]',
    write: false,
  });
  const files = await Promise.all(
    outputFiles.map(async ({ path, text }) => ({
      name: basename(path),
      text: banner + (await commonJs(text)),
    })),
  );
  return { metafile, files: [...files, await start(root, { ...options, banner: { js: banner } }, files)] };
}

async function commonJs(text: string): Promise<string> {
  const { code } = await transform(text.replace(/^#!.*\n/, ''), {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    supported: { 'dynamic-import': false },
    logLevel: 'warning',
  });
  return code;
}

/** What `bin/pipeline-factory.cjs` loads first. It knows the other files by a hash of them all. */
async function start(
  root: string,
  options: BuildOptions & { readonly metafile: true },
  files: readonly BuiltFile[],
): Promise<BuiltFile> {
  const hash = createHash('sha256');
  for (const { name, text } of files) hash.update(name).update(text);
  const { outputFiles = [] } = await build({
    ...options,
    entryPoints: [join(root, 'bin/start/main.ts')],
    outdir: join(root, 'dist/cli'),
    format: 'cjs',
    define: { BUILD: JSON.stringify(hash.digest('hex').slice(0, 16)) },
    write: false,
  });
  return { name: 'start.cjs', text: outputFiles.map(({ text }) => text).join('') };
}
