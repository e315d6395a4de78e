import { DockerFailure } from '../failure';
import { findImage, fullName, readState, withTags, writeState } from '../images';
import type { Settings } from '../settings';

/** https://docs.docker.com/reference/cli/docker/image/tag/ */
export function tag(settings: Settings, words: readonly string[]): void {
  const [source, target, ...more] = words;
  if (source === undefined || target === undefined || more.length > 0)
    throw new DockerFailure('"docker tag" requires exactly 2 arguments.');
  const state = readState(settings.images);
  writeState(settings.images, withTags(state, findImage(state, source), [fullName(target)]));
}
