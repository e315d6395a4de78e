import type { Arns } from '../pipeline/arns';
import { imagePush, imageSource } from './ecr';
import { objectSource, objectUpload } from './s3';
import type { Uploads } from '../config/model';
import { MAXIMUM_LENGTH } from '../gates/approve';
import { type NamedImage, namedImages, SETTINGS } from './uploaded-images';
import type { Origin } from './release-source';

/** Images and settings that somebody uploads; each starts the pipeline, pinned to what was uploaded. */
export function uploaded(source: Uploads, arns: Arns): Origin {
  const images = namedImages(source);
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
    question: { whatGoesLive: whatGoesLive(images, source.settings.key) },
    events: [
      ...images.map(({ image, action }) => ({ id: `${action}Push`, trigger: imagePush(image, action) })),
      { id: 'SettingsUpload', trigger: objectUpload(source.settings, SETTINGS.action) },
    ],
    triggers: [],
    needs: [],
  };
}

/** Characters that take the place of a variable: `sha256:…`, and a version id as S3 makes them. */
const DIGEST_LENGTH = 71;
const VERSION_LENGTH = 32;

/** Each image's digest and the settings' version. What long names leave no room for is named by its source action. */
function whatGoesLive(images: readonly NamedImage[], key: string): string {
  const inFull = told(
    images.map(({ image, action }) => [`image ${image.repository}:${image.tag}`, action]),
    `settings ${key}`,
  );
  const fits = inFull.length + images.length * DIGEST_LENGTH + VERSION_LENGTH <= MAXIMUM_LENGTH;
  return fits
    ? inFull
    : told(
        images.map(({ action }) => [action, action]),
        SETTINGS.action,
      );
}

function told(images: readonly (readonly [what: string, action: string])[], settings: string): string {
  return [
    ...images.map(([what, action]) => `${what} is #{${action}.ImageDigest}`),
    `${settings} is version #{${SETTINGS.action}.VersionId}`,
  ].join('; ');
}
