import { spawnSync } from 'node:child_process';
import { DockerFailure, unsupportedByDocker } from '../failure';
import {
  findLocalImage,
  fullName,
  type LocalImage,
  readDockerState,
  withTags,
  writeDockerState,
} from '../images';
import { parseEcrHost, parseImageReference } from '../reference';
import type { DockerSettings } from '../settings';
import { inspectCommand } from './inspect';
import { loginCommand, logoutCommand } from './login';
import { pushCommand } from './push';

/** What `docker image inspect` prints, as far as it is used. */
interface Inspected {
  readonly Id: string;
  readonly Architecture: string;
  readonly Os: string;
  readonly Config: { readonly Labels?: Readonly<Record<string, string>> | null };
  readonly RootFS: { readonly Layers?: readonly string[] };
}

/**
 * Runs the real docker, except for what concerns a registry of ECR, which it cannot reach here: that is done with the
 * local ECR.
 */
export async function runRealDocker(
  settings: DockerSettings,
  docker: string,
  args: readonly string[],
): Promise<void> {
  const [command = '', ...rest] = args[0] === 'image' ? args.slice(1) : args;
  const names = rest.filter((argument) => !argument.startsWith('-'));
  const ecr = names.find((name) => /^(https:\/\/)?\d{12}\.dkr\.ecr\./.test(name));
  if (ecr && command === 'login') return loginCommand(settings, rest);
  if (ecr && command === 'logout') return logoutCommand(settings, rest);
  if (ecr && command === 'pull')
    throw unsupportedByDocker(`pull of ${ecr}`, 'the local ECR keeps manifests, not layers');
  if (ecr && command === 'push') {
    importImage(settings, docker, ecr);
    return pushCommand(settings, rest);
  }
  if (
    command === 'inspect' &&
    rest.some((argument) => argument.includes('RepoDigests')) &&
    isPushed(settings, names)
  )
    return inspectCommand(settings, rest);
  if (args.includes('--push')) throw unsupportedByDocker('--push', 'build first, and then push');
  const { status, signal } = spawnSync(docker, args, { stdio: 'inherit' });
  process.exitCode = signal ? 1 : (status ?? 1);
}

function isPushed(settings: DockerSettings, names: readonly string[]): boolean {
  const { images } = readDockerState(settings.images);
  return names.some(
    (name) =>
      parseEcrHost(parseImageReference(name).host) &&
      images.some(({ tags }) => tags.includes(fullName(name))),
  );
}

/** Reads an image from the daemon, so that it can be pushed. */
function importImage(settings: DockerSettings, docker: string, name: string): void {
  const tag = fullName(name);
  const { status, stdout, stderr } = spawnSync(docker, ['image', 'inspect', tag], { encoding: 'utf8' });
  if (status !== 0) throw new DockerFailure(stderr.trim(), status ?? 1);
  const [inspected] = JSON.parse(stdout) as Inspected[];
  if (!inspected)
    throw new DockerFailure(
      `An image does not exist locally with the tag: ${parseImageReference(name).name}`,
    );
  const state = readDockerState(settings.images);
  const known = state.images.some(({ id }) => id === inspected.Id)
    ? findLocalImage(state, inspected.Id)
    : imageOf(inspected);
  writeDockerState(settings.images, withTags(state, known, [tag]));
}

function imageOf({ Id, Architecture, Os, Config, RootFS }: Inspected): LocalImage {
  const layers = (RootFS.Layers ?? []).map((digest) => ({ digest, size: 0 }));
  const labels = Object.entries(Config.Labels ?? {});
  return {
    id: Id,
    config: JSON.stringify({ architecture: Architecture, os: Os, config: Config }),
    layers,
    annotations: Object.fromEntries(labels.filter(([name]) => name.startsWith('rehearsal.'))),
    tags: [],
    digests: [],
  };
}
