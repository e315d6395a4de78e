import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type BuildProcess, type Command, SUCCESS } from './build-process';

/** What a shell is made with. */
export interface ShellOptions {
  readonly process: BuildProcess;
  readonly kind: 'sh' | 'bash';
  /** Whether the `sh` of the build's image is bash under that name, in its POSIX mode. */
  readonly shIsBash: boolean;
  /** Whether a command finds what the one before did to the shell: folder, variables, in bash functions too. */
  readonly keepsState: boolean;
  /** Where it keeps its own files. */
  readonly folder: string;
  /** Where commands begin. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs commands one after the other as CodeBuild does. */
export interface Shell {
  /**
   * Runs one command.
   * @param variables set for this command, whatever commands before did to them
   * @returns how it ended, `exit status 0` when it did well
   */
  run(
    command: string,
    variables: Readonly<Record<string, string>>,
    hear: (text: string) => void,
  ): Promise<string>;
  /**
   * What a script prints, run where the last command stopped and unseen in the log; undefined where it fails.
   * It leaves no trace for the next command, unless it writes somewhere.
   */
  capture(script: string): Promise<string | undefined>;
}

/**
 * A shell of buildspec version 0.1 or 0.2. Every command is a process; in 0.2 it begins where the one before stopped,
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
  const start = async (text: string, variables: Readonly<Record<string, string>>): Promise<Command> => {
    await writeFile(files.command, text);
    const words = [...mode, keepsState ? files.main : files.command];
    if (keepsState) await writeFile(files.main, mainScript(files, options.kind, variables));
    return {
      program,
      words,
      directory,
      environment: keepsState ? others : { ...environment, ...variables },
    };
  };
  return {
    run: async (text, variables, hear) => options.process.run(await start(text, variables), hear),
    async capture(script) {
      const printed = join(folder, 'printed');
      const command = await start(`( ${script}\n) > ${quote(printed)}`, {});
      const how = await options.process.run(command, () => undefined);
      return how === SUCCESS ? readFile(printed, 'utf8') : undefined;
    },
  };
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Restores the state, runs the command, and keeps what it did, in whatever way the shell ends. */
function mainScript(
  files: Readonly<Record<'command' | 'variables' | 'directory', string>>,
  kind: ShellOptions['kind'],
  variables: Readonly<Record<string, string>>,
): string {
  const keep = [
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
    `trap ${quote(keep.join('; '))} EXIT`,
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
