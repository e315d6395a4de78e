import { spawnSync } from 'node:child_process';
import { DockerFailure, refused } from '../failure';
import { findImage, fullName, type Image, readState, withTags, writeState } from '../images';
import { ecrOf, referenceOf } from '../reference';
import type { Settings } from '../settings';
import { inspect } from './inspect';
import { login, logout } from './login';
import { push } from './push';

/** What `docker image inspect` tells, as far as it is used. */
interface Inspected {
  readonly Id: string;
  readonly Architecture: string;
  readonly Os: string;
  readonly Config: { readonly Labels?: Readonly<Record<string, string>> | null };
  readonly RootFS: { readonly Layers?: readonly string[] };
}

/**
 * Has the real docker do what it can; only what concerns a registry of ECR, which it cannot reach here, is done with the
 * local ECR.
 */
export async function withRealDocker(
  settings: Settings,
  docker: string,
  words: readonly string[],
): Promise<void> {
  const [command = '', ...rest] = words[0] === 'image' ? words.slice(1) : words;
  const names = rest.filter((word) => !word.startsWith('-'));
  const ecr = names.find((name) => /^(https:\/\/)?\d{12}\.dkr\.ecr\./.test(name));
  if (ecr && command === 'login') return login(settings, rest);
  if (ecr && command === 'logout') return logout(settings, rest);
  if (ecr && command === 'pull') throw refused(`pull of ${ecr}`, 'the local ECR keeps manifests, not layers');
  if (ecr && command === 'push') {
    remember(settings, docker, ecr);
    return push(settings, rest);
  }
  if (command === 'inspect' && rest.some((word) => word.includes('RepoDigests')) && isPushed(settings, names))
    return inspect(settings, rest);
  if (words.includes('--push')) throw refused('--push', 'build first, and then push');
  const { status, signal } = spawnSync(docker, words, { stdio: 'inherit' });
  process.exitCode = signal ? 1 : (status ?? 1);
}

function isPushed(settings: Settings, names: readonly string[]): boolean {
  const { images } = readState(settings.images);
  return names.some(
    (name) => ecrOf(referenceOf(name).host) && images.some(({ tags }) => tags.includes(fullName(name))),
  );
}

/** Takes over what the daemon knows of an image, so that it can be pushed. */
function remember(settings: Settings, docker: string, name: string): void {
  const tag = fullName(name);
  const { status, stdout, stderr } = spawnSync(docker, ['image', 'inspect', tag], { encoding: 'utf8' });
  if (status !== 0) throw new DockerFailure(stderr.trim(), status ?? 1);
  const [inspected] = JSON.parse(stdout) as Inspected[];
  if (!inspected)
    throw new DockerFailure(`An image does not exist locally with the tag: ${referenceOf(name).name}`);
  const state = readState(settings.images);
  const known = state.images.some(({ id }) => id === inspected.Id)
    ? findImage(state, inspected.Id)
    : imageOf(inspected);
  writeState(settings.images, withTags(state, known, [tag]));
}

function imageOf({ Id, Architecture, Os, Config, RootFS }: Inspected): Image {
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
