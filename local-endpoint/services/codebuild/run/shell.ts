import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type BuildProcess, type ProcessCommand, SUCCESS } from './build-process';

/** What a shell is made with. */
export interface ShellOptions {
  readonly process: BuildProcess;
  readonly kind: 'sh' | 'bash';
  /** Whether the `sh` of the build's image is bash under that name, in its POSIX mode. */
  readonly shIsBash: boolean;
  /** Whether a command has the state in which the one before left the shell: folder, variables, and in bash functions. */
  readonly keepsState: boolean;
  /** For the shell's own files. */
  readonly folder: string;
  /** Where the first command runs. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs commands one after the other as CodeBuild does. */
export interface Shell {
  /**
   * Runs one command.
   * @param variables set for this command, whatever commands before did to them
   * @returns its outcome, `exit status 0` where it succeeded
   */
  run(
    command: string,
    variables: Readonly<Record<string, string>>,
    onOutput: (text: string) => void,
  ): Promise<string>;
  /**
   * Runs a script in the state that the last command left. Its output is not logged, and it leaves that state as it is.
   * @returns what it prints; undefined where it fails
   */
  capture(script: string): Promise<string | undefined>;
}

/**
 * A shell of buildspec version 0.1 or 0.2. Every command is a process; in 0.2 it begins in the state that the one before left,
 * even where that one ended its shell with `exit`. Options such as `set -e` do not outlive a command.
 * https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec-ref-versions
 */
export async function openShell(options: ShellOptions): Promise<Shell> {
  const { folder, environment, directory, keepsState } = options;
  const { program, mode } = programOf(options);
  await mkdir(folder, { recursive: true });
  const files = {
    command: join(folder, 'command'),
    main: join(folder, 'main'),
    variables: join(folder, 'variables'),
    directory: join(folder, 'directory'),
  };
  const named = Object.entries(environment).filter(([name]) => IDENTIFIER.test(name));
  const others = Object.fromEntries(Object.entries(environment).filter(([name]) => !IDENTIFIER.test(name)));
  await writeFile(files.variables, named.map(([name, value]) => `export ${name}=${quote(value)}\n`).join(''));
  await writeFile(files.directory, directory);
  const start = async (
    text: string,
    variables: Readonly<Record<string, string>>,
  ): Promise<ProcessCommand> => {
    await writeFile(files.command, text);
    const args = [...mode, keepsState ? files.main : files.command];
    if (keepsState) await writeFile(files.main, mainScript(files, options.kind, variables));
    return {
      program,
      args,
      directory,
      environment: keepsState ? others : { ...environment, ...variables },
    };
  };
  return {
    run: async (text, variables, onOutput) => options.process.run(await start(text, variables), onOutput),
    async capture(script) {
      const printed = join(folder, 'printed');
      const command = await start(`( ${script}\n) > ${quote(printed)}`, {});
      const outcome = await options.process.run(command, () => undefined);
      return outcome === SUCCESS ? readFile(printed, 'utf8') : undefined;
    },
  };
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Restores the state, runs the command, and saves the state however the shell ends. */
function mainScript(
  files: Readonly<Record<'command' | 'variables' | 'directory', string>>,
  kind: ShellOptions['kind'],
  variables: Readonly<Record<string, string>>,
): string {
  const save = [
    'codebuild_status=$?',
    'set +aeu',
    `export -p > ${quote(files.variables)}`,
    ...(kind === 'bash' ? [`declare -f >> ${quote(files.variables)}`] : []),
    `pwd > ${quote(files.directory)}`,
    'exit $codebuild_status',
  ];
  return [
    `. ${quote(files.variables)}`,
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`),
    `cd "$(cat ${quote(files.directory)})" || exit`,
    `trap ${quote(save.join('; '))} EXIT`,
    'set -a', // a variable that a command sets is there for the next one, which is another process
    `. ${quote(files.command)}`,
    '',
  ].join('\n');
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** @throws Error where the machine has no such shell */
function programOf({ kind, shIsBash, environment }: ShellOptions): { program: string; mode: string[] } {
  const folders = ['/bin', '/usr/bin', ...(environment.PATH ?? '').split(delimiter)];
  const find = (name: string) => folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  const bash = kind === 'sh' && shIsBash ? find('bash') : undefined;
  if (bash) return { program: bash, mode: ['--posix'] };
  const program = find(kind);
  if (!program) throw new Error(`This machine has no ${kind}`);
  return { program, mode: [] };
}
