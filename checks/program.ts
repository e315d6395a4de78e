import { join } from 'node:path';
import ts from 'typescript';

/** The rules that read JSDoc are not among ours; without it the declarations of packages are parsed in half the time. */
const JSDOC = ts.JSDocParsingMode.ParseForTypeErrors;

/** What an earlier check found out, relative to the root, so that it is true in a copy of the files as well. */
export const BUILD_INFO = 'node_modules/.types.tsbuildinfo';

export interface CheckedProgram {
  readonly program: ts.Program;
  /** What the compiler reports, of all files. */
  readonly diagnostics: readonly ts.Diagnostic[];
}

/**
 * The program of a repository, checked as `tsc --incremental --noEmit` checks it: where the types of a file cannot have
 * changed since the last check they are not checked again. What was found out is kept in {@link BUILD_INFO}.
 * @param root folder with tsconfig.json
 */
export function checkProgram(root: string, format: ts.FormatDiagnosticsHost): CheckedProgram {
  const config = readConfig(join(root, 'tsconfig.json'), format);
  const options = { ...config.options, incremental: true, tsBuildInfoFile: join(root, BUILD_INFO) };
  const host = { ...ts.createIncrementalCompilerHost(options), jsDocParsingMode: JSDOC };
  const builder = ts.createIncrementalProgram({
    ...{ rootNames: config.fileNames, options, host },
    configFileParsingDiagnostics: config.errors,
  });
  const syntactic = [
    ...builder.getConfigFileParsingDiagnostics(),
    ...builder.getOptionsDiagnostics(),
    ...builder.getSyntacticDiagnostics(),
  ];
  const diagnostics =
    syntactic.length > 0
      ? syntactic
      : [...builder.getGlobalDiagnostics(), ...builder.getSemanticDiagnostics()];
  builder.emit(); // the build info: noEmit is among the options
  return { program: builder.getProgram(), diagnostics: ts.sortAndDeduplicateDiagnostics(diagnostics) };
}

function readConfig(configFile: string, format: ts.FormatDiagnosticsHost): ts.ParsedCommandLine {
  const config = ts.getParsedCommandLineOfConfigFile(configFile, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw new Error(ts.formatDiagnostic(diagnostic, format));
    },
  });
  if (!config) throw new Error(`${configFile} must be a configuration of TypeScript, got: none`);
  return config;
}
