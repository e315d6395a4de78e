import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** More than any list of files or archive of sources that a pipeline takes. */
const LARGEST_OUTPUT_BYTES = 2 ** 30;

/**
 * Runs git in a bare repository, untouched by the person's own settings.
 * @param repository its folder
 * @throws GitError where git ends with an error
 */
export async function runGit(repository: string, ...args: readonly string[]): Promise<Buffer> {
  const options = { encoding: 'buffer', maxBuffer: LARGEST_OUTPUT_BYTES, env: gitEnvironment() } as const;
  try {
    const { stdout } = await execute('git', [`--git-dir=${repository}`, ...args], options);
    return stdout;
  } catch (error) {
    throw new GitError(args[0] ?? '', error as ExecError);
  }
}

/** git that ended with an error. */
class GitError extends Error {
  override readonly name = 'GitError';

  constructor(command: string, cause: ExecError) {
    const words = String(cause.stderr ?? '').trim() || cause.message;
    super(cause.code === 'ENOENT' ? NOT_INSTALLED : `git ${command}: ${words}`, { cause });
  }
}

interface ExecError extends Error {
  readonly code?: number | string;
  readonly stderr?: Buffer;
}

/** What is said where there is no git at all. */
const NOT_INSTALLED = 'The local git remote needs git itself, which is not on PATH: install git';

/** The environment of every git that the remote runs: nothing of the person's settings reaches it. */
export const gitEnvironment = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  LC_ALL: 'C',
});
