import type { z } from 'zod';
import type { Ci, CodeUpload, UploadedImage, UploadedObject, Uploads } from './uploads-model';
import type { ciSchema, codeSchema, imageSchema, settingsSchema } from './uploads-schema';

/** Images and settings as a source has them. */
interface UploadsEntry {
  readonly image?: ImageEntry;
  readonly images?: readonly ImageEntry[];
  readonly settings?: ObjectEntry;
  readonly ci?: z.output<typeof ciSchema>;
}

type ImageEntry = z.output<typeof imageSchema>;
type ObjectEntry = z.output<typeof settingsSchema>;
type Fill = (value: string) => string;

/** Images and settings that a team's own CI uploads, with `{environment}` replaced. */
export function resolveUploads({ image, images, settings, ci }: UploadsEntry, fill: Fill): Uploads {
  if (!settings) throw new Error('source.settings is required without source.git');
  return {
    from: 'uploads',
    images: (images ?? (image ? [image] : [])).map((each) => resolveImage(each, fill)),
    settings: resolveObject(settings, fill),
    ...(ci && { ci: resolveCi(ci, fill) }),
  };
}

/** Code that a team's own CI uploads, with `{environment}` replaced. */
export function resolveCodeUpload(
  { code, ci }: { readonly code: z.output<typeof codeSchema>; readonly ci?: z.output<typeof ciSchema> },
  fill: Fill,
): CodeUpload {
  return { from: 'code', object: resolveObject(code, fill), ...(ci && { ci: resolveCi(ci, fill) }) };
}

function resolveImage({ ecr, tag, existing, untaggedExpiry }: ImageEntry, fill: Fill): UploadedImage {
  return { repository: fill(ecr), tag: fill(tag), existing, untaggedExpiryDays: untaggedExpiry };
}

/** An S3 object, with `{environment}` replaced. */
export function resolveObject({ s3, key, existing, trigger }: ObjectEntry, fill: Fill): UploadedObject {
  return { bucket: fill(s3), key: fill(key), existing, trigger };
}

function resolveCi(ci: z.output<typeof ciSchema>, fill: Fill): Ci {
  return { ...ci, branch: fill(ci.branch), url: ci.url ?? TOKEN_ISSUERS[ci.provider] };
}

/** Where the identity tokens of gitlab.com and github.com come from. */
const TOKEN_ISSUERS: Readonly<Record<Ci['provider'], string>> = {
  gitlab: 'https://gitlab.com',
  github: 'https://token.actions.githubusercontent.com',
};
