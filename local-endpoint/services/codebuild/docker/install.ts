import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Provisioned } from '../run/run';

const execute = promisify(execFile);

/**
 * Puts a `docker` into a folder of the build's own that goes before the machine's on PATH.
 * @returns the folder
 */
export async function installDocker(run: Provisioned): Promise<string> {
  const { store: store, folders, record } = run;
  const programs = join(folders.all, 'bin');
  const images = join(folders.all, 'docker');
  await Promise.all([mkdir(programs, { recursive: true }), mkdir(images, { recursive: true })]);
  const environment = {
    REHEARSAL_DOCKER_IMAGES: images,
    REHEARSAL_DOCKER_PRIVILEGED: String(record.project.environment.privilegedMode ?? false),
    REHEARSAL_DOCKER_PATH: process.env.PATH ?? '',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...(await daemonOf(run)),
  };
  const words = Object.entries(environment).map(([name, value]) => `${name}=${quote(value)}`);
  const program = [process.execPath, await store.dockerProgram()].map(quote).join(' ');
  const script = `#!/bin/sh\n${words.join(' ')} exec ${program} "$@"\n`;
  const path = join(programs, 'docker');
  await writeFile(path, script);
  await chmod(path, 0o755);
  return programs;
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * Where this machine's daemon listens. The build, whose `HOME` is another, would not find it by itself; nothing else of the
 * person's Docker, logins least of all, is for the build.
 */
async function daemonOf({ record }: Provisioned): Promise<{ DOCKER_HOST?: string }> {
  if (!record.project.environment.privilegedMode) return {};
  if (process.env.DOCKER_HOST) return { DOCKER_HOST: process.env.DOCKER_HOST };
  const words = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'];
  const { stdout } = await execute('docker', words).catch(() => ({ stdout: '' })); // no docker at all
  return /^\w+:\/\/\S+$/.test(stdout.trim()) ? { DOCKER_HOST: stdout.trim() } : {};
}
