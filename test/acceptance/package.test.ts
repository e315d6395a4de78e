import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { handlerBundle } from '../../lib/foundation/handler-bundle';
import { type InstalledPackage, installPackage } from './support/installed-package';

const ROOT = resolve(__dirname, '../..');

const folders: string[] = [];
let installed: InstalledPackage;
beforeAll(() => {
  installed = installPackage('web-shop', (folder) => void folders.push(folder));
  write('README.md', '# Bookshop\n');
  expect(run('pipeline-factory', 'init')).toMatchObject({ code: 0 });
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const run: InstalledPackage['run'] = (...args) => installed.run(...args);
const write = (name: string, text: string) => writeFileSync(join(installed.folder, name), text);

it('installs nothing that only development needs, and nothing of the sources', () => {
  const there = readdirSync(join(installed.folder, 'node_modules'));
  expect(there).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/^(esbuild|tsx|typescript|jest|@swc|zod)$/)]),
  );
  const files = readdirSync(join(installed.folder, 'node_modules/pipeline-factory'), { recursive: true });
  expect(files.filter((name) => /(?<!\.d)\.ts$|(^|\/)(test|examples)\//.test(String(name)))).toEqual([]);
});

it('begins in a folder that has only a README', () => {
  const { code, output } = run('pipeline-factory', 'validate');
  expect(output).toContain('pipelines.yaml is right: prefix bookshop, 1 environment, 1 pipeline');
  expect(code).toBe(0);
  expect(readFileSync(join(installed.folder, 'package.json'), 'utf8')).toContain('pipelines:deploy');
  expect(run('pipeline-factory', 'init')).toMatchObject({
    code: 1,
    output: expect.stringMatching(
      /^error: pipelines\.yaml and cdk\.json exist in .*; init overwrites nothing/,
    ) as string,
  });
});

it('keeps compiled code of one build and one Node, and does without what is damaged', () => {
  const cache = join(installed.folder, 'node_modules/.cache/pipeline-factory/compiled');
  const kept = () => readdirSync(cache).flatMap((name) => readdirSync(join(cache, name)));
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(join(cache, 'of-another-build'), { recursive: true });
  writeFileSync(join(cache, 'of-another-build', 'main.bin'), '');
  const before = run('pipeline-factory', 'validate');
  expect(kept()).toContainEqual(expect.stringMatching(/^validate-.*\.bin$/));
  expect(kept()).not.toContain('main.bin');
  const files = kept().map((name) => join(cache, String(readdirSync(cache)[0]), name));
  for (const file of files) {
    const code = readFileSync(file);
    code.fill(0, code.length / 2, code.length / 2 + 100);
    writeFileSync(file, code);
  }
  expect(run('pipeline-factory', 'validate')).toEqual(before);
  for (const file of files) truncateSync(file, 100);
  expect(run('pipeline-factory', 'validate')).toEqual(before);
  rmSync(cache, { recursive: true });
  writeFileSync(cache, 'a file in the way');
  expect(run('pipeline-factory', 'validate')).toEqual(before);
});

it('writes the files of a CI, and of docker compose', () => {
  expect(run('pipeline-factory', 'ci', 'app', '--provider', 'github').output).toContain('aws-actions/');
  write('taskdef.json', readFileSync(join(ROOT, 'examples/storefront/stg/taskdef.json'), 'utf8'));
  expect(run('pipeline-factory', 'compose', 'taskdef.json').output).toContain('services:');
});

it('draws pipelines and synthesizes them, with the handlers as they are from source', () => {
  expect(run('pipeline-factory', 'graph').output).toContain('bookshop-app-stg');
  expect(run('cdk', 'synth', '--quiet')).toMatchObject({ code: 0 });
  const hash = createHash('sha256')
    .update(JSON.stringify(handlerBundle('record-release')))
    .digest('hex');
  expect(readdirSync(join(installed.folder, 'cdk.out'))).toContain(`asset.${hash}`);
});

it("is a library with types for an app of one's own", () => {
  write(
    'app.ts',
    `import { App, Stack } from 'aws-cdk-lib';
     import { factory } from 'pipeline-factory';
     const app = new App();
     factory(app, { config: 'pipelines.yaml' });
     new Stack(app, 'own');
     app.synth();`,
  );
  const file = join(installed.folder, 'app.ts');
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    strict: true,
    skipLibCheck: true,
    types: [],
  };
  const program = ts.createProgram([file], options);
  expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([]);
  program.emit();
  expect(run('cdk', 'list', '--app', 'node app.js').output.split('\n')).toEqual(
    expect.arrayContaining(['bookshop-foundation-stg', 'bookshop-app-stg', 'own']),
  );
});

it('deploys to its own local endpoint, and rehearses the first release there', () => {
  const { code, output } = run('pipeline-factory', 'rehearse', '--only', 'Release 1', '--junit', 'junit.xml');
  expect(output).toMatch(/(\d+) of \1 expectations met in /);
  expect(code).toBe(0);
  expect(readFileSync(join(installed.folder, 'junit.xml'), 'utf8')).toContain('failures="0"');
});

it('works without Python, but for a rehearsal, which names what is missing', () => {
  const programs = join(installed.folder, 'programs');
  mkdirSync(programs);
  symlinkSync(process.execPath, join(programs, 'node'));
  const alone = (...args: string[]) =>
    spawnSync(join(installed.folder, 'node_modules/.bin/pipeline-factory'), args, {
      cwd: installed.folder,
      env: { ...installed.env, PATH: programs },
      encoding: 'utf8',
    });
  expect(alone('validate')).toMatchObject({ status: 0 });
  expect(alone('graph')).toMatchObject({ status: 0 });
  const { status, stderr } = alone('rehearse');
  expect(stderr).toMatch(/^error: .*python3.*/);
  expect(stderr).not.toContain('    at ');
  expect(status).toBe(1);
});
