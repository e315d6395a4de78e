const { existsSync, readFileSync, statSync } = require('node:fs');
const { dirname, join, relative, resolve, sep } = require('node:path');

const ROOT = resolve(__dirname, '../..');
const LOCAL_ENDPOINT = '@pipeline-factory/local-endpoint';
const { exports: ENTRY_POINTS } = require('../../local-endpoint/package.json');

/** Runs the command line or the CDK app in a process of its own. */
const STARTS_COMMAND = /bin\/(?:(?:factory|pipeline-factory)\.ts|commands\/(?:graph|local|rehearse)')/;
/** Starts a program, moto, or a server of the local endpoint. */
const STARTS_PROCESS = /node:child_process|\bstart\w*(?:Moto|Endpoint)\b/;

/**
 * The tier of a test follows from what the test and the test support that it imports start, so that no list has to be
 * kept. The product's own modules are not followed: most tests import only the part of them that they are about.
 * @param {string} file path of a `.test.ts` file
 * @returns {'unit' | 'integration' | 'acceptance'}
 */
function tierOf(file) {
  const sources = [...withSupport(resolve(file))].map((path) => readFileSync(path, 'utf8'));
  const isIn = relative(ROOT, resolve(file)).split(sep).join('/');
  if (isIn.startsWith('test/acceptance/')) return 'acceptance';
  if (sources.some((source) => STARTS_COMMAND.test(source))) return 'acceptance';
  return sources.some((source) => STARTS_PROCESS.test(source)) ? 'integration' : 'unit';
}

/** The file and the files of test folders that it imports, also through others. */
function withSupport(file, found = new Set()) {
  found.add(file);
  for (const [, specifier] of readFileSync(file, 'utf8').matchAll(/\b(?:from|import|import\() ?'([^']+)'/g)) {
    const imported = resolveImport(specifier, file);
    if (imported && isSupport(imported) && !found.has(imported)) withSupport(imported, found);
  }
  return found;
}

/** The file of the repository that an import names; undefined for packages. */
function resolveImport(specifier, importer) {
  const path = specifier.startsWith('.') ? resolve(dirname(importer), specifier) : workspaceFile(specifier);
  return (
    path &&
    [path, `${path}.ts`, join(path, 'index.ts')].find((name) => existsSync(name) && statSync(name).isFile())
  );
}

function workspaceFile(specifier) {
  if (specifier !== LOCAL_ENDPOINT && !specifier.startsWith(`${LOCAL_ENDPOINT}/`)) return undefined;
  const entry = ENTRY_POINTS[`.${specifier.slice(LOCAL_ENDPOINT.length)}`];
  return entry && join(ROOT, 'local-endpoint', entry);
}

const isSupport = (file) => /^(?:test|local-endpoint[\\/](?:test|testing))[\\/]/.test(relative(ROOT, file));

/** A filter for Jest's `--filter`: https://jestjs.io/docs/cli#--filterfile */
const only = (tier) => async (paths) => ({ filtered: paths.filter((path) => tierOf(path) === tier) });

module.exports = { only, tierOf };
