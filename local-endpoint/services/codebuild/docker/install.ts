import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ProvisionedBuild } from '../run/context';
import { installProgram } from '../run/install-program';

const execute = promisify(execFile);

/** Puts a `docker` into the folder of the build that comes first on PATH. */
export async function installDocker(run: ProvisionedBuild): Promise<void> {
  const { store, folders, record } = run;
  const images = join(folders.all, 'docker');
  await mkdir(images, { recursive: true });
  await installProgram(run, 'docker', [process.execPath, await store.program('docker')], {
    LOCAL_DOCKER_IMAGES: images,
    LOCAL_DOCKER_PRIVILEGED: String(record.project.environment.privilegedMode ?? false),
    LOCAL_DOCKER_PATH: process.env.PATH ?? '',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...(await daemonOf(run)),
  });
}

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
