import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerFailure } from './failure';
import { referenceOf } from './reference';

/** An image that the stand-in made. */
export interface Image {
  /** SHA-256 of its configuration, with `sha256:` before it. */
  readonly id: string;
  /** Its configuration as OCI has it, as text: the id is of these very bytes. */
  readonly config: string;
  readonly layers: readonly Layer[];
  readonly annotations: Readonly<Record<string, string>>;
  /** `name:tag` */
  readonly tags: readonly string[];
  /** `name@digest`, of every push. */
  readonly digests: readonly string[];
}

/** A layer that would have been built. */
export interface Layer {
  /** Of what it would be made from. */
  readonly digest: string;
  /** Bytes of the files that it copies. */
  readonly size: number;
}

/** What this build's Docker holds. */
export interface State {
  readonly images: readonly Image[];
  /** Hosts of registries that it is logged in to. */
  readonly logins: readonly string[];
}

const fileOf = (folder: string): string => join(folder, 'state.json');

export function readState(folder: string): State {
  const file = fileOf(folder);
  if (!existsSync(file)) return { images: [], logins: [] };
  return JSON.parse(readFileSync(file, 'utf8')) as State;
}

export const writeState = (folder: string, state: State): void =>
  writeFileSync(fileOf(folder), JSON.stringify(state));

/** An image by name, `name:tag`, id or the beginning of an id. @throws DockerFailure in docker's words */
export function findImage({ images }: State, given: string): Image {
  const found = images.find(({ id, tags, digests }) => {
    const hex = id.replace('sha256:', '');
    const byId =
      /^[0-9a-f]{4,64}$/.test(given.replace('sha256:', '')) && hex.startsWith(given.replace('sha256:', ''));
    return byId || tags.includes(fullName(given)) || digests.includes(given);
  });
  if (!found) throw new DockerFailure(`Error response from daemon: No such image: ${fullName(given)}`);
  return found;
}

/** `name:tag`, with the standard tag put in. */
export function fullName(given: string): string {
  if (given.startsWith('sha256:') || given.includes('@')) return given;
  const { name, tag } = referenceOf(given);
  return `${name}:${tag}`;
}

/** The state with an image under these tags too; another image that had one of them loses it. */
export function withTags(state: State, image: Image, tags: readonly string[]): State {
  const others = state.images
    .filter(({ id }) => id !== image.id)
    .map((other) => ({ ...other, tags: other.tags.filter((tag) => !tags.includes(tag)) }));
  const before = state.images.find(({ id }) => id === image.id) ?? image;
  const all = [...new Set([...before.tags, ...tags])];
  return { ...state, images: [...others, { ...before, tags: all }] };
}
