import { DockerFailure, refused } from '../failure';
import { findImage, fullName, type Image, readState, type State, writeState } from '../images';
import { ecrOf, referenceOf } from '../reference';
import { pushImage } from '../registry';
import type { Settings } from '../settings';
import { parsed } from '../words';

const OPTIONS = {
  'all-tags': { type: 'boolean', short: 'a' },
  quiet: { type: 'boolean', short: 'q' },
} as const;

/** https://docs.docker.com/reference/cli/docker/image/push/ */
export async function push(settings: Settings, words: readonly string[]): Promise<void> {
  const { values, positionals } = parsed('push', words, OPTIONS);
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0)
    throw new DockerFailure('"docker push" requires exactly 1 argument.');
  const state = readState(settings.images);
  const tags = values['all-tags'] ? tagsOf(state, given) : [fullName(given)];
  const [first] = tags;
  if (!first)
    throw new DockerFailure(`An image does not exist locally with the tag: ${referenceOf(given).name}`);
  requireLogin(state, first);
  if (!values.quiet) process.stdout.write(`The push refers to repository [${referenceOf(first).name}]\n`);
  for (const tag of tags) await pushTag(settings, tag, values.quiet ?? false);
}

const tagsOf = ({ images }: State, given: string): string[] =>
  images.flatMap(({ tags }) => tags).filter((tag) => referenceOf(tag).name === referenceOf(given).name);

function requireLogin({ logins }: State, tag: string): void {
  const { host } = referenceOf(tag);
  if (!ecrOf(host)) throw refused(`push to ${host || 'Docker Hub'}`, 'it pushes to ECR only');
  if (!logins.includes(host)) throw new DockerFailure('no basic auth credentials');
}

async function pushTag(settings: Settings, tag: string, quiet: boolean): Promise<void> {
  const image = localImage(readState(settings.images), tag);
  const reference = referenceOf(tag);
  const { digest, size } = await pushImage(image, reference);
  const state = readState(settings.images);
  const digests = [...new Set([...image.digests, `${reference.name}@${digest}`])];
  const images = state.images.map((one) => (one.id === image.id ? { ...one, digests } : one));
  writeState(settings.images, { ...state, images });
  if (quiet) return void process.stdout.write(`${tag}\n`);
  for (const layer of image.layers) process.stdout.write(`${layer.digest.slice(7, 19)}: Pushed\n`);
  process.stdout.write(`${reference.tag}: digest: ${digest} size: ${size}\n`);
}

function localImage(state: State, tag: string): Image {
  try {
    return findImage(state, tag);
  } catch (error) {
    throw new DockerFailure(`An image does not exist locally with the tag: ${referenceOf(tag).name}`, 1, {
      cause: error,
    });
  }
}
