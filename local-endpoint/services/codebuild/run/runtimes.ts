import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { PhaseFailure } from './failure';
import type { BuildLog } from './log';

const execute = promisify(execFile);

/** The command that prints a runtime's version. https://docs.aws.amazon.com/codebuild/latest/userguide/runtime-versions.html */
const PROGRAMS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  dotnet: ['dotnet', '--version'],
  docker: ['docker', '--version'],
  golang: ['go', 'version'],
  java: ['java', '-version'],
  nodejs: ['node', '--version'],
  php: ['php', '--version'],
  python: ['python3', '--version'],
  ruby: ['ruby', '--version'],
};

/**
 * Logs which version of each runtime this machine has: the local CodeBuild installs none.
 * @throws PhaseFailure `YAML_FILE_ERROR` for a runtime that CodeBuild, or this machine, does not have
 */
export async function logRuntimes(
  log: BuildLog,
  versions: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [runtime, version] of Object.entries(versions)) {
    const program = PROGRAMS[runtime];
    if (!program) throw new PhaseFailure('YAML_FILE_ERROR', `Unknown runtime named '${runtime}'`);
    const [name, ...args] = program;
    const { stdout, stderr } = await execute(name, args, { env: { ...environment } }).catch(() => {
      throw new PhaseFailure(
        'YAML_FILE_ERROR',
        `The runtime ${runtime} ${version} is not installed by the local CodeBuild, and this machine has no ${name}`,
      );
    });
    const [found = ''] = `${stdout}${stderr}`.trim().split('\n');
    log.show(
      `Runtime ${runtime} ${version} is not installed by the local CodeBuild; this machine has: ${found}`,
    );
  }
}
