import { z } from 'zod';
import { OFF } from './off';
import { buildSettingsFields, queuedTimeout, variableNames } from './settings-schema';
import { repository, repositoryFields } from '../../source/config/repository-schema';
import { filePath, namedBy, namePart, matching, wholeNumber } from '../../config/schema-parts';

/** A container that variables of the build are named after. */
const builtContainer = matching(
  'must be a container name that starts with a letter: letters, digits, hyphens and underscores, at most 255',
  /^[A-Za-z][\w-]{0,254}$/,
);

const builtImageSchema = z.strictObject({
  ...repositoryFields,
  ecr: repository.describe(
    'The ECR repository, of this container alone. Environments of one account and region share it, unless {environment} in it stands for the environment’s name.',
  ),
  keep: wholeNumber(1, 1000)
    .prefault(100)
    .describe(
      'How many tagged images of a repository that the factory makes are kept, beside what serves and served before.',
    ),
  context: filePath
    .optional()
    .describe(
      'The folder that the image is built from, only for the factory’s own buildspec. Default: the repository’s top.',
    ),
  dockerfile: filePath
    .optional()
    .describe('The Dockerfile in that folder, only for the factory’s own buildspec. Default: Dockerfile.'),
});

const ALTERNATIVES = 'must be docker, or a mapping with buildspec, images and what they are built on';

const buildMapping = z
  .strictObject({
    buildspec: filePath
      .optional()
      .describe(
        'The path of your own buildspec. Its artifacts hold imagedefinitions.json and the files that `deploy` names; for a deployment by CodeDeploy imageDetail.json too, and with several images each artifact (build, images2 …) under secondary-artifacts. Default: the factory’s, which builds each image with docker.',
      ),
    images: z
      .record(
        builtContainer,
        z
          .union([
            repository
              .transform((ecr) => builtImageSchema.parse({ ecr }))
              .describe('The ECR repository, short for { ecr: … }.'),
            builtImageSchema,
          ])
          .describe('The image of one container: its repository, and how it is built.'),
        namedBy('must be a mapping of containers to ECR repositories, such as { app: shop-app }'),
      )
      .refine((images) => Object.keys(images).length > 0, 'must have at least one image')
      .optional()
      .describe(
        'The images that are pushed, by the container that each is for. Default: one, for the container of the service, in a repository named like the pipeline.',
      ),
    promote: namePart()
      .optional()
      .describe(
        'The environment whose release of the same commit is taken, by its digests, in place of building the commit again: one of this entry, in the same account and region. Nothing else of `build` but `images` and `timeout` applies then. Default: the commit is built.',
      ),
    ...buildSettingsFields,
    exports: variableNames
      .prefault([])
      .describe('Exported variables of the buildspec that an approval shows.'),
  })
  .check(({ value: { buildspec, images = {} }, issues }) => {
    if (buildspec === undefined) return;
    const message = `goes with the factory's own buildspec only: ${buildspec} decides for itself how images are built`;
    for (const [container, image] of Object.entries(images))
      for (const key of ['context', 'dockerfile'] as const)
        if (image[key] !== undefined)
          issues.push({ code: 'custom', message, path: ['images', container, key], input: image[key] });
  });

/** How images are made of a commit: a mapping, or `docker`, which is short for an empty one. */
export const buildSchema = z
  .union([
    z
      .literal('docker', {
        error: ({ input }) => (input === undefined || input === null ? undefined : ALTERNATIVES),
      })
      .transform(() => buildMapping.parse({}))
      .describe('One image, for the container of the service, in a repository named like the pipeline.'),
    buildMapping,
  ])
  .meta({ id: 'Build' });

/** How what is released is made of a commit that becomes no image: by the team's own buildspec. */
export const artifactBuildSchema = z
  .strictObject({
    buildspec: filePath.describe(
      'The path of your own buildspec. Its artifacts are what is released, at the paths that the rest of the entry names.',
    ),
    ...buildSettingsFields,
  })
  .meta({ id: 'ArtifactBuild' });

const checkMapping = z.strictObject({
  buildspec: filePath.describe('The path of the buildspec that must pass.'),
  ...buildSettingsFields,
});

function checkOf<Mapping extends typeof checkMapping>(mapping: Mapping, id: string) {
  return z
    .union([
      filePath
        .transform((buildspec) => mapping.parse({ buildspec }))
        .describe('The path of the buildspec, short for { buildspec: … }.'),
      mapping,
    ])
    .meta({ id });
}

function verificationOf<Check extends z.ZodType>(check: Check, id: string) {
  return z
    .union([
      z
        .literal([OFF, false])
        .transform(() => undefined)
        .describe(
          'Nothing is run after the deployment, where the entry has something run in other environments.',
        ),
      check,
    ])
    .meta({ id });
}

/** What must pass before anything is built: a mapping, or a path, which is short for its `buildspec`. */
export const checkSchema = checkOf(checkMapping, 'Check');

/** What must pass once a release is deployed: as a check, or `off` where the entry has one for other environments. */
export const verifySchema = verificationOf(checkSchema, 'Verification');

/** As {@link verifySchema}, where something waits for the build's machine, too: the shortest wait is the default. */
export const waitedForVerifySchema = verificationOf(
  checkOf(
    checkMapping.extend({ queuedTimeout: queuedTimeout('5m', 'It counts as part of what is waited for.') }),
    'WaitedForCheck',
  ),
  'WaitedForVerification',
);
