import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import ts from 'typescript';
import { handlerBundle } from '../lib/foundation/handler-bundle';
import { bakeProgram } from '../lib/bake/bake-program';
import { COPIED } from '../lib/bake/copied';
import { packagedCdkJson } from '../lib/packaged-app';
import { commandLine } from './command-line';
import { checkDependencies } from './dependencies';
import { englishOnly } from './english-only';
import { licencesOf } from './licences';
import { packagedSources } from './packaged-sources';

const ROOT = resolve(__dirname, '..');

/** What the package holds, beside what `files` in package.json names: JavaScript, and files that it reads, as they are here. */
const DIST = join(ROOT, 'dist');

/** What stays outside of the bundles: npm installs it, or an application has its own. */
const EXTERNAL = ['@aws-sdk/*', 'aws-cdk', 'aws-cdk/*', 'aws-cdk-lib', 'aws-cdk-lib/*', 'constructs'];

/** Folders with files that are no modules, which programs read or run: in the package at the same path below `dist/`. */
const FOLDERS_WITH_FILES = [
  'local-endpoint/git',
  'local-endpoint/kit',
  'local-endpoint/moto',
  'local-endpoint/services',
  'rehearsal',
];

/** What code in a folder of `dist/` begins with: the path of another folder there. */
const PACKAGED_PATH = "const __packaged=(path)=>require('node:path').join(__dirname,'..',path);";

/** What all bundles have in common. */
const common: BuildOptions & { metafile: true } = {
  absWorkingDir: ROOT,
  bundle: true,
  metafile: true,
  platform: 'node',
  target: 'node20',
  mainFields: ['module', 'main'],
  external: EXTERNAL,
  logLevel: 'warning',
  legalComments: 'none', // all licences are in one file
  plugins: [packagedSources(ROOT), englishOnly],
};

/** `npm run build`: makes `dist/`, from nothing, or leaves none. */
void buildPackage().catch((error: unknown) => {
  rmSync(DIST, { recursive: true, force: true });
  throw error;
});

async function buildPackage(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  const made = [await buildCommandLine(), await buildLibrary(), await buildStandIns()];
  writeDeclaration('lib/index.ts', 'cdk/index.d.ts');
  for (const name of handlersIn(join(ROOT, 'handlers')))
    write(`handlers/${name}.json`, JSON.stringify(handlerBundle(name)));
  write('packer/bake.mjs', bakeProgram());
  for (const name of COPIED) copy(join('packer', name));
  for (const folder of FOLDERS_WITH_FILES) for (const file of filesIn(folder)) copy(file);
  write('cdk.json', packagedCdkJson());
  copy('pipelines.schema.json');
  write('THIRD-PARTY-LICENCES.txt', licencesOf(ROOT, made));
  checkDependencies(join(ROOT, 'package.json'), made);
}

/** The commands, of which each loads only what it needs. */
async function buildCommandLine(): Promise<Metafile> {
  const { metafile, files } = await commandLine(ROOT, common, PACKAGED_PATH);
  for (const { name, text } of files) write(`cli/${name}`, text);
  return metafile;
}

/** What a CDK app loads; CommonJS, which apps of either kind can load on Node 20. */
async function buildLibrary(): Promise<Metafile> {
  const { metafile } = await build({
    ...common,
    stdin: {
      contents: "export { factory } from './lib/index'; export { runFactoryApp } from './lib/factory-app';",
      resolveDir: ROOT,
      loader: 'ts',
    },
    outfile: join(DIST, 'cdk/index.cjs'),
    format: 'cjs',
    banner: { js: PACKAGED_PATH },
  });
  write('cdk/app.cjs', "require('./index.cjs').runFactoryApp();\n");
  return metafile;
}

/** Programs that stand in for docker and packer in builds: a process each call, so each is one file. */
async function buildStandIns(): Promise<Metafile> {
  const { metafile } = await build({
    ...common,
    entryPoints: ['docker', 'packer'].map((name) =>
      join(ROOT, 'local-endpoint/services/codebuild', name, 'main.ts'),
    ),
    outdir: join(DIST, 'local-endpoint/services/codebuild'),
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
  });
  return metafile;
}

/** The repository's, with its feature flags, but for the app. */
function writeDeclaration(source: string, target: string): void {
  const { outputText } = ts.transpileDeclaration(readFileSync(join(ROOT, source), 'utf8'), {
    compilerOptions: { declaration: true },
    fileName: source,
  });
  write(target, outputText);
}

const handlersIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => existsSync(join(folder, name, 'handler.ts')));

/** Files of a folder, and of folders in it, that are not TypeScript, tests or documents. */
function filesIn(folder: string, name = /\.(cjs|py)$/): string[] {
  const path = join(ROOT, folder);
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}

function copy(path: string): void {
  cpSync(join(ROOT, path), join(DIST, path), { recursive: true });
}

function write(path: string, content: string | Uint8Array): void {
  const file = join(DIST, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
