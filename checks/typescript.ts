import { join } from 'node:path';
import { ESLint } from 'eslint';
import ts from 'typescript';
import { checkProgram } from './program';

const ROOT = join(__dirname, '..');

/**
 * `tsc --noEmit` and `eslint`, with one program for both: what the compiler found out about types the rules need not
 * find out again. Prints what they report, as they do, and exits with 1 where there is an error.
 *
 * Arguments are the files that are linted; @default - all. Types are always checked in all of them.
 */
async function main(files: readonly string[]): Promise<void> {
  const { program, diagnostics } = checkProgram(ROOT, FORMAT);
  const linted = await lint(program, files.length > 0 ? files : ['.']);
  process.stdout.write(ts.formatDiagnostics(diagnostics, FORMAT) + linted.report);
  process.exitCode = diagnostics.length + linted.errors > 0 ? 1 : 0;
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
