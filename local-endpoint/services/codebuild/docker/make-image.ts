import { createHash } from 'node:crypto';
import type { ImageConfig } from './dockerfile/image-config';
import type { EvaluatedStage } from './dockerfile/evaluate';
import type { LocalImage } from './images';

/** Labels that ECR's scan and ECS read: they become annotations of the manifest, because the local ECR keeps nothing else. */
const LABEL_PREFIX = 'rehearsal.';

/** @param platform for example `linux/amd64` */
export function makeImage(
  stage: EvaluatedStage,
  labels: Readonly<Record<string, string>>,
  platform: string,
): LocalImage {
  const [os = 'linux', architecture = 'amd64', variant] = platform.split('/');
  const all = { ...stage.config.Labels, ...labels };
  const config = JSON.stringify({
    architecture,
    os,
    ...(variant && { variant }),
    config: ociConfig({ ...stage.config, Labels: all }),
    rootfs: { type: 'layers', diff_ids: stage.layers.map(({ digest }) => digest) },
  });
  return {
    id: sha256(config),
    config,
    layers: stage.layers,
    annotations: {
      'org.opencontainers.image.base.name': stage.base,
      ...Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith(LABEL_PREFIX))),
    },
    tags: [],
    digests: [],
  };
}

/** The digest of a text, with `sha256:` before it. */
export const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

function ociConfig({ Env, Labels, ExposedPorts, Volumes, ...rest }: ImageConfig): object {
  const set = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, {}]));
  return {
    ...rest,
    Env: Object.entries(Env).map(([name, value]) => `${name}=${value}`),
    Labels,
    ExposedPorts: set(ExposedPorts),
    Volumes: set(Volumes),
  };
}

/** The media type of what {@link writeManifest} returns. */
export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';

/** An image's manifest, the same text whenever it is written. https://github.com/opencontainers/image-spec/blob/main/manifest.md */
export const writeManifest = ({ id, config, layers, annotations }: LocalImage): string =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: id,
      size: Buffer.byteLength(config),
    },
    layers: layers.map(({ digest, size }) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      digest,
      size,
    })),
    annotations,
  });
