import { createHash } from 'node:crypto';
import type { Config } from './dockerfile/config';
import type { Evaluated } from './dockerfile/evaluate';
import type { Image } from './images';

/** Labels of this kind are the findings of the local image scanner. */
const REHEARSED = 'rehearsal.';

/** @param platform for example `linux/amd64` */
export function makeImage(
  evaluated: Evaluated,
  labels: Readonly<Record<string, string>>,
  platform: string,
): Image {
  const [os = 'linux', architecture = 'amd64', variant] = platform.split('/');
  const all = { ...evaluated.config.Labels, ...labels };
  const config = JSON.stringify({
    architecture,
    os,
    ...(variant && { variant }),
    config: ociConfig({ ...evaluated.config, Labels: all }),
    rootfs: { type: 'layers', diff_ids: evaluated.layers.map(({ digest }) => digest) },
  });
  return {
    id: sha256(config),
    config,
    layers: evaluated.layers,
    annotations: {
      'org.opencontainers.image.base.name': evaluated.base,
      ...Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith(REHEARSED))),
    },
    tags: [],
    digests: [],
  };
}

/** Of text, with `sha256:` before it. */
export const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

function ociConfig({ Env, Labels, ExposedPorts, Volumes, ...rest }: Config): object {
  const set = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, {}]));
  return {
    ...rest,
    Env: Object.entries(Env).map(([name, value]) => `${name}=${value}`),
    Labels,
    ExposedPorts: set(ExposedPorts),
    Volumes: set(Volumes),
  };
}
