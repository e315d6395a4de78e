import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** More than any list of files or archive of sources of a pipeline. */
const MAX_OUTPUT_BYTES = 2 ** 30;

/**
 * Runs git in a bare repository, without the user's own settings.
 * @param repository its folder
 * @throws GitError where git ends with an error
 */
export async function runGit(repository: string, ...args: readonly string[]): Promise<Buffer> {
  const options = { encoding: 'buffer', maxBuffer: MAX_OUTPUT_BYTES, env: gitEnvironment() } as const;
  try {
    const { stdout } = await execute('git', [`--git-dir=${repository}`, ...args], options);
    return stdout;
  } catch (error) {
    throw new GitError(args[0] ?? '', error as ExecError);
  }
}

/** An error of git itself. */
class GitError extends Error {
  override readonly name = 'GitError';

  constructor(command: string, cause: ExecError) {
    const reason = String(cause.stderr ?? '').trim() || cause.message;
    super(cause.code === 'ENOENT' ? NOT_INSTALLED : `git ${command}: ${reason}`, { cause });
  }
}

interface ExecError extends Error {
  readonly code?: number | string;
  readonly stderr?: Buffer;
}

const NOT_INSTALLED = 'The local git server needs git itself, which is not on PATH: install git';

/** The environment of every git that the endpoint runs, without the user's own settings. */
export const gitEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  LC_ALL: 'C',
});
