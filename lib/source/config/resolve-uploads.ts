import type { z } from 'zod';
import type { ecsBlueGreenSchema } from '../../kinds/ecs-blue-green/config/schema';
import type { Ci, ImageSource, SettingsSource, Uploads } from '../../config/model';
import { filler, type Identity } from '../../config/kind';

type Source = z.output<typeof ecsBlueGreenSchema>['source'];
type Fill = (value: string) => string;

/** Where tokens of the hosted services come from. */
const TOKEN_ISSUERS: Readonly<Record<Ci['provider'], string>> = {
  gitlab: 'https://gitlab.com',
  github: 'https://token.actions.githubusercontent.com',
};

/** Images and settings that a team's own CI uploads, with `{environment}` put in. */
export function uploads({ image, images, settings, ci }: Source, identity: Identity): Uploads {
  const fill = filler(identity);
  return {
    from: 'uploads',
    images: (images ?? (image ? [image] : [])).map((each) => imageOf(each, fill)),
    settings: settingsOf(settings, fill),
    ...(ci && { ci: ciOf(ci, fill) }),
  };
}

function imageOf(image: NonNullable<Source['image']>, fill: Fill): ImageSource {
  const { ecr, tag, existing, untaggedExpiry } = image;
  return { repository: fill(ecr), tag: fill(tag), existing, untaggedExpiryDays: untaggedExpiry };
}

function settingsOf(settings: Source['settings'], fill: Fill): SettingsSource {
  if (!settings) throw new Error('source.settings is required without source.git');
  const { s3, key, existing, trigger } = settings;
  return { bucket: fill(s3), key: fill(key), existing, trigger };
}

function ciOf(ci: NonNullable<Source['ci']>, fill: Fill): Ci {
  return { ...ci, branch: fill(ci.branch), url: ci.url ?? TOKEN_ISSUERS[ci.provider] };
}
