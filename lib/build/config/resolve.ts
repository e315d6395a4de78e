import type { z } from 'zod';
import type { artifactBuildSchema, buildSchema, checkSchema, verifySchema } from './schema';
import { buildSettingsSchema } from './settings-schema';
import type { ResolveContext } from '../../config/kind';
import { PLACEHOLDER } from '../../config/schema-parts';
import type { Build, BuildSettings, BuildVariable, BuiltImage, Check, Verification } from './model';

type BuildEntry = z.output<typeof buildSchema>;
type ImageEntry = NonNullable<BuildEntry['images']>[string];
type CheckEntry = z.output<typeof checkSchema>;
type SettingsEntry = Omit<CheckEntry, 'buildspec'>;
type Fill = (value: string) => string;

/**
 * A build with `{environment}` replaced and defaults filled in.
 * @param container of the only image where none is named
 */
export function resolveBuild(entry: BuildEntry, container: string, context: ResolveContext): Build {
  const { buildspec, exports, images: named = {}, promote, ...settings } = entry;
  const { base, fill } = context;
  const built = Object.entries(named).map(([name, image]) => builtImage(name, image, context));
  const images = built.length > 0 ? built : [onlyImage(container, base.name, context)];
  if (promote !== undefined) return { ...resolvePromotion(settings, exports), promote, images };
  return {
    ...(buildspec !== undefined && { buildspec: fill(buildspec) }),
    images,
    exports,
    ...settingsOf(settings, buildspec === undefined, fill),
  };
}

/** A build whose artifact is what is released, without images. */
export const resolveArtifactBuild = (
  { buildspec, ...settings }: z.output<typeof artifactBuildSchema>,
  fill: Fill,
): Build => ({
  buildspec: fill(buildspec),
  images: [],
  exports: [],
  ...settingsOf(settings, false, fill),
});

/** Nothing of the commit runs, so that it needs neither docker nor the secrets of a build. */
function resolvePromotion(
  { timeout, queuedTimeout }: SettingsEntry,
  exports: readonly string[],
): Omit<Build, 'images'> {
  const settings = buildSettingsSchema.parse({});
  return {
    ...settingsOf({ ...settings, timeout, queuedTimeout }, false, (text) => text),
    exports: exports.filter((name) => name === 'VERSION'),
  };
}

/** The checks of an entry, in the file's order, with `{environment}` replaced. */
export function resolveChecks(checks: Readonly<Record<string, CheckEntry>>, fill: Fill): Check[] {
  return Object.entries(checks).map(([name, check]) => ({ name, ...verificationOf(check, fill) }));
}

/** What verifies the releases of an entry, as a property for its pipeline; without one where nothing does. */
export function resolveVerify(
  verify: z.output<typeof verifySchema> | undefined,
  fill: Fill,
): { readonly verify?: Verification } {
  return verify ? { verify: verificationOf(verify, fill) } : {};
}

const verificationOf = ({ buildspec, ...settings }: CheckEntry, fill: Fill): Verification => ({
  buildspec: fill(buildspec),
  ...settingsOf(settings, false, fill),
});

function builtImage(
  container: string,
  image: ImageEntry,
  { fill, neighbours }: Pick<ResolveContext, 'fill' | 'neighbours'>,
): BuiltImage {
  return {
    container,
    repository: fill(image.ecr),
    shared: neighbours.some(builds) && !image.ecr.includes(PLACEHOLDER),
    existing: image.existing,
    untaggedExpiryDays: image.untaggedExpiry,
    keep: image.keep,
    context: fill(image.context ?? '.'),
    dockerfile: fill(image.dockerfile ?? 'Dockerfile'),
  };
}

function onlyImage(
  container: string,
  repository: string,
  { neighbours }: Pick<ResolveContext, 'neighbours'>,
): BuiltImage {
  return {
    container,
    repository,
    shared: neighbours.some(builds),
    existing: false,
    untaggedExpiryDays: 1,
    keep: 100,
    context: '.',
    dockerfile: 'Dockerfile',
  };
}

/** Whether an entry builds images in an environment: not where it takes those of another one. */
const builds = ({ build }: ResolveContext['neighbours'][number]): boolean =>
  !(typeof build === 'object' && build !== null && 'promote' in build);

/** What a build runs on and knows, with `{environment}` replaced. @param docker whether it runs docker by default */
export function settingsOf(settings: SettingsEntry, docker: boolean, fill: Fill): BuildSettings {
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
function variableOf(name: string, value: SettingsEntry['environment'][string], fill: Fill): BuildVariable {
  if (typeof value === 'string') return { name, type: 'PLAINTEXT', value: fill(value) };
  const { parameter, secret = '' } = value;
  if (parameter !== undefined) return { name, type: 'PARAMETER_STORE', value: fill(parameter) };
  return { name, type: 'SECRETS_MANAGER', value: fill(secret) };
}
