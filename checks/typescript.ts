import { join } from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';

const ROOT = join(__dirname, '..');

/** The rules that read JSDoc are not among ours; without it the declarations of packages are parsed in half the time. */
const JSDOC = ts.JSDocParsingMode.ParseForTypeErrors;

/**
 * `tsc --noEmit` and `eslint`, with one program for both: what the compiler found out about types the rules need not
 * find out again. Prints what they report, as they do, and exits with 1 where there is an error.
 *
 * Arguments are the files that are linted; @default - all. Types are always checked in all of them.
 */
async function main(files: readonly string[]): Promise<void> {
  const program = createProgram(join(ROOT, 'tsconfig.json'));
  const diagnostics = ts.getPreEmitDiagnostics(program);
  const linted = await lint(program, files.length > 0 ? files : ['.']);
  process.stdout.write(ts.formatDiagnostics(diagnostics, FORMAT) + linted.report);
  process.exitCode = diagnostics.length + linted.errors > 0 ? 1 : 0;
}

function createProgram(configFile: string): ts.Program {
  const config = ts.getParsedCommandLineOfConfigFile(configFile, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(ts.formatDiagnostic(diagnostic, FORMAT));
    },
  });
  if (!config) throw new Error(`${configFile} must be a configuration of TypeScript, got: none`);
  const { fileNames: rootNames, options, errors: configFileParsingDiagnostics } = config;
  const host = { ...ts.createCompilerHost(options, true), jsDocParsingMode: JSDOC };
  return ts.createProgram({ rootNames, options, host, configFileParsingDiagnostics });
}

async function lint(program: ts.Program, files: readonly string[]) {
  const eslint = new ESLint({
    cwd: ROOT,
    overrideConfig: { languageOptions: { parserOptions: { programs: [program] } } },
  });
  const results = await eslint.lintFiles([...files]);
  const formatter = await eslint.loadFormatter();
  return {
    report: await formatter.format(results),
    errors: results.reduce((sum, { errorCount }) => sum + errorCount, 0),
  };
}

const FORMAT: ts.FormatDiagnosticsHost = {
  getCurrentDirectory: () => ROOT,
  getCanonicalFileName: (name) => name,
  getNewLine: () => '\n',
};

void main(process.argv.slice(2));
