import type { z } from 'zod';
import type { buildSchema, checkSchema } from './schema';
import type { Build, BuildSettings, BuildVariable, BuiltImage, Check } from '../../config/model';
import { filler, type Identity } from '../../config/kind';

type BuildRecipe = z.output<typeof buildSchema>;
type ImageRecipe = NonNullable<BuildRecipe['images']>[string];
type CheckRecipe = z.output<typeof checkSchema>;
type SettingsRecipe = Omit<CheckRecipe, 'buildspec'>;
type Fill = (value: string) => string;

/**
 * A build with `{environment}` put in and defaults filled in.
 * @param container of the only image where none is named
 */
export function buildOf(recipe: BuildRecipe, container: string, identity: Identity): Build {
  const { buildspec, exports, images = {}, ...settings } = recipe;
  const fill = filler(identity);
  const built = Object.entries(images).map(([name, image]) => builtImage(name, image, fill));
  return {
    ...(buildspec !== undefined && { buildspec: fill(buildspec) }),
    images: built.length > 0 ? built : [onlyImage(container, identity)],
    exports,
    ...settingsOf(settings, buildspec === undefined, fill),
  };
}

/** The checks of an entry, in the file's order. */
export function checksOf(checks: Readonly<Record<string, CheckRecipe>>, identity: Identity): Check[] {
  const fill = filler(identity);
  return Object.entries(checks).map(([name, { buildspec, ...settings }]) => ({
    name,
    buildspec: fill(buildspec),
    ...settingsOf(settings, false, fill),
  }));
}

function builtImage(container: string, image: ImageRecipe, fill: Fill): BuiltImage {
  return {
    container,
    repository: fill(image.ecr),
    existing: image.existing,
    untaggedExpiryDays: image.untaggedExpiry,
    keep: image.keep,
    context: fill(image.context ?? '.'),
    dockerfile: fill(image.dockerfile ?? 'Dockerfile'),
  };
}

function onlyImage(container: string, { name }: Identity): BuiltImage {
  return {
    container,
    repository: name,
    existing: false,
    untaggedExpiryDays: 1,
    keep: 100,
    context: '.',
    dockerfile: 'Dockerfile',
  };
}

/** @param docker whether the build runs docker unless the file says otherwise */
function settingsOf(settings: SettingsRecipe, docker: boolean, fill: Fill): BuildSettings {
  return {
    image: settings.image,
    compute: settings.compute,
    privileged: settings.privileged ?? docker,
    timeoutMinutes: settings.timeout,
    queuedTimeoutMinutes: settings.queuedTimeout,
    cache: settings.cache,
    variables: Object.entries(settings.environment).map(([name, value]) => variableOf(name, value, fill)),
  };
}

/** https://docs.aws.amazon.com/codebuild/latest/APIReference/API_EnvironmentVariable.html */
function variableOf(name: string, value: SettingsRecipe['environment'][string], fill: Fill): BuildVariable {
  if (typeof value === 'string') return { name, type: 'PLAINTEXT', value: fill(value) };
  const { parameter, secret = '' } = value;
  if (parameter !== undefined) return { name, type: 'PARAMETER_STORE', value: fill(parameter) };
  return { name, type: 'SECRETS_MANAGER', value: fill(secret) };
}
