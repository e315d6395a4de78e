import { DockerFailure, unsupportedByDocker } from '../failure';
import {
  findLocalImage,
  fullName,
  type LocalImage,
  readDockerState,
  type DockerState,
  writeDockerState,
} from '../images';
import { parseEcrHost, parseImageReference } from '../reference';
import { pushImage } from '../registry';
import type { DockerSettings } from '../settings';
import { parseArguments } from '../arguments';

const OPTIONS = {
  'all-tags': { type: 'boolean', short: 'a' },
  quiet: { type: 'boolean', short: 'q' },
} as const;

/** https://docs.docker.com/reference/cli/docker/image/push/ */
export async function pushCommand(settings: DockerSettings, args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArguments('push', args, OPTIONS);
  const [given, ...more] = positionals;
  if (given === undefined || more.length > 0)
    throw new DockerFailure('"docker push" requires exactly 1 argument.');
  const state = readDockerState(settings.images);
  const tags = values['all-tags'] ? tagsOf(state, given) : [fullName(given)];
  const [first] = tags;
  if (!first)
    throw new DockerFailure(
      `An image does not exist locally with the tag: ${parseImageReference(given).name}`,
    );
  requireLogin(state, first);
  if (!values.quiet)
    process.stdout.write(`The push refers to repository [${parseImageReference(first).name}]\n`);
  for (const tag of tags) await pushTag(settings, tag, values.quiet ?? false);
}

const tagsOf = ({ images }: DockerState, given: string): string[] =>
  images
    .flatMap(({ tags }) => tags)
    .filter((tag) => parseImageReference(tag).name === parseImageReference(given).name);

function requireLogin({ logins }: DockerState, tag: string): void {
  const { host } = parseImageReference(tag);
  if (!parseEcrHost(host))
    throw unsupportedByDocker(`push to ${host || 'Docker Hub'}`, 'it pushes to ECR only');
  if (!logins.includes(host)) throw new DockerFailure('no basic auth credentials');
}

async function pushTag(settings: DockerSettings, tag: string, quiet: boolean): Promise<void> {
  const image = localImage(readDockerState(settings.images), tag);
  const reference = parseImageReference(tag);
  const { digest, size } = await pushImage(image, reference);
  const state = readDockerState(settings.images);
  const digests = [...new Set([...image.digests, `${reference.name}@${digest}`])];
  const images = state.images.map((one) => (one.id === image.id ? { ...one, digests } : one));
  writeDockerState(settings.images, { ...state, images });
  if (quiet) return void process.stdout.write(`${tag}\n`);
  for (const layer of image.layers) process.stdout.write(`${layer.digest.slice(7, 19)}: Pushed\n`);
  process.stdout.write(`${reference.tag}: digest: ${digest} size: ${size}\n`);
}

function localImage(state: DockerState, tag: string): LocalImage {
  try {
    return findLocalImage(state, tag);
  } catch (error) {
    throw new DockerFailure(
      `An image does not exist locally with the tag: ${parseImageReference(tag).name}`,
      1,
      {
        cause: error,
      },
    );
  }
}
