import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ProvisionedBuild } from '../run/context';

const execute = promisify(execFile);

/**
 * Puts a `docker` into a folder of the build that comes first on PATH.
 * @returns the folder
 */
export async function installDocker(run: ProvisionedBuild): Promise<string> {
  const { store, folders, record } = run;
  const programs = join(folders.all, 'bin');
  const images = join(folders.all, 'docker');
  await Promise.all([mkdir(programs, { recursive: true }), mkdir(images, { recursive: true })]);
  const environment = {
    LOCAL_DOCKER_IMAGES: images,
    LOCAL_DOCKER_PRIVILEGED: String(record.project.environment.privilegedMode ?? false),
    LOCAL_DOCKER_PATH: process.env.PATH ?? '',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...(await daemonOf(run)),
  };
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${quote(value)}`);
  const program = [process.execPath, await store.dockerProgram()].map(quote).join(' ');
  const script = `#!/bin/sh\n${variables.join(' ')} exec ${program} "$@"\n`;
  const path = join(programs, 'docker');
  await writeFile(path, script);
  await chmod(path, 0o755);
  return programs;
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Where this machine's daemon listens, which the build would not find, because its `HOME` is another folder. The build gets
 * nothing else of the user's docker, above all no logins.
 */
async function daemonOf({ record }: ProvisionedBuild): Promise<{ DOCKER_HOST?: string }> {
  if (!record.project.environment.privilegedMode) return {};
  if (process.env.DOCKER_HOST) return { DOCKER_HOST: process.env.DOCKER_HOST };
  const args = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'];
  const { stdout } = await execute('docker', args).catch(() => ({ stdout: '' })); // no docker at all
  return /^\w+:\/\/\S+$/.test(stdout.trim()) ? { DOCKER_HOST: stdout.trim() } : {};
}
