import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerFailure } from './failure';
import { parseImageReference } from './reference';

/** An image of this build's docker. */
export interface LocalImage {
  /** SHA-256 of its configuration, with `sha256:` before it. */
  readonly id: string;
  /** Its OCI configuration as text: the id is the digest of these bytes. */
  readonly config: string;
  readonly layers: readonly LocalLayer[];
  readonly annotations: Readonly<Record<string, string>>;
  /** `name:tag` */
  readonly tags: readonly string[];
  /** `name@digest`, of every push. */
  readonly digests: readonly string[];
}

/** A layer that docker would have built. */
export interface LocalLayer {
  /** Of what it would be built from. */
  readonly digest: string;
  /** Bytes of the files that it copies. */
  readonly size: number;
}

/** What this build's docker keeps. */
export interface DockerState {
  readonly images: readonly LocalImage[];
  /** Hosts of registries that it is logged in to. */
  readonly logins: readonly string[];
}

const fileOf = (folder: string): string => join(folder, 'state.json');

export function readDockerState(folder: string): DockerState {
  const file = fileOf(folder);
  if (!existsSync(file)) return { images: [], logins: [] };
  return JSON.parse(readFileSync(file, 'utf8')) as DockerState;
}

export const writeDockerState = (folder: string, state: DockerState): void =>
  writeFileSync(fileOf(folder), JSON.stringify(state));

/** An image by name, `name:tag`, id or the beginning of an id. @throws DockerFailure with docker's message */
export function findLocalImage({ images }: DockerState, given: string): LocalImage {
  const found = images.find(({ id, tags, digests }) => {
    const hex = id.replace('sha256:', '');
    const byId =
      /^[0-9a-f]{4,64}$/.test(given.replace('sha256:', '')) && hex.startsWith(given.replace('sha256:', ''));
    return byId || tags.includes(fullName(given)) || digests.includes(given);
  });
  if (!found) throw new DockerFailure(`Error response from daemon: No such image: ${fullName(given)}`);
  return found;
}

/** `name:tag`; the default tag is `latest`. */
export function fullName(given: string): string {
  if (given.startsWith('sha256:') || given.includes('@')) return given;
  const { name, tag } = parseImageReference(given);
  return `${name}:${tag}`;
}

/** The state with an image under these tags too; another image that had one of them loses it. */
export function withTags(state: DockerState, image: LocalImage, tags: readonly string[]): DockerState {
  const others = state.images
    .filter(({ id }) => id !== image.id)
    .map((other) => ({ ...other, tags: other.tags.filter((tag) => !tags.includes(tag)) }));
  const before = state.images.find(({ id }) => id === image.id) ?? image;
  const all = [...new Set([...before.tags, ...tags])];
  return { ...state, images: [...others, { ...before, tags: all }] };
}
