import type { Arns } from '../pipeline/arns';
import { imagePush, imageSource } from './ecr';
import { objectSource, objectUpload } from './s3';
import { MAX_CONFIGURATION_VALUE_LENGTH } from '../pipeline/action';
import { type ImageAction, uploadedImages, SETTINGS } from './uploaded-images';
import type { ReleaseSource } from './release-source';
import type { Uploads } from './config/uploads-model';

/** Images and settings that somebody uploads; each starts the pipeline, pinned to what was uploaded. */
export function uploadsReleaseSource(source: Uploads, arns: Arns): ReleaseSource {
  const images = uploadedImages(source);
  return {
    stages: [
      {
        name: 'Source',
        actions: [
          ...images.map(({ image, action, artifact }) => imageSource(image, action, artifact, arns)),
          objectSource(source.settings, SETTINGS.action, SETTINGS.artifact, arns),
        ],
      },
    ],
    images: images.map(({ artifact }) => artifact),
    request: { whatGoesLive: whatGoesLive(images, source.settings.key) },
    events: [
      ...images.map(({ image, action }) => ({ id: `${action}Push`, trigger: imagePush(image, action) })),
      { id: 'SettingsUpload', trigger: objectUpload(source.settings, SETTINGS.action) },
    ],
    triggers: [],
    dependencies: [],
  };
}

/** Characters that take the place of a variable: `sha256:…`, and a version id as S3 makes them. */
const DIGEST_LENGTH = 71;
const VERSION_LENGTH = 32;

/** Each image's digest and the settings' version. Where long names leave too few characters, source actions are named instead. */
function whatGoesLive(images: readonly ImageAction[], key: string): string {
  const inFull = describeUploads(
    images.map(({ image, action }) => [`image ${image.repository}:${image.tag}`, action]),
    `settings ${key}`,
  );
  const fits =
    inFull.length + images.length * DIGEST_LENGTH + VERSION_LENGTH <= MAX_CONFIGURATION_VALUE_LENGTH;
  return fits
    ? inFull
    : describeUploads(
        images.map(({ action }) => [action, action]),
        SETTINGS.action,
      );
}

function describeUploads(
  images: readonly (readonly [what: string, action: string])[],
  settings: string,
): string {
  return [
    ...images.map(([what, action]) => `${what} is #{${action}.ImageDigest}`),
    `${settings} is version #{${SETTINGS.action}.VersionId}`,
  ].join('; ');
}
