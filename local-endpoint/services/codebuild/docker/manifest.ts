import type { Image } from './images';

export const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';

/** An image's manifest, always the same text for the same image. https://github.com/opencontainers/image-spec/blob/main/manifest.md */
export const manifestOf = ({ id, config, layers, annotations }: Image): string =>
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
