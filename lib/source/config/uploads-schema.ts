import { z } from 'zod';
import { repositoryFields } from './repository-schema';
import { matching } from '../../config/schema-parts';

/** An image in ECR whose push starts the pipeline. */
export const imageSchema = z
  .strictObject({
    ecr: repositoryFields.ecr,
    tag: matching(
      'must be an image tag: letters, digits, and . _ - within, at most 128; {environment} stands for the environment',
      /^(?=.{1,128}$)(?:\w|\{environment\})(?:[\w.-]|\{environment\})*$/,
    )
      .prefault('latest')
      .describe('The tag whose push starts the pipeline. {environment} stands for the environment’s name.'),
    existing: repositoryFields.existing,
    untaggedExpiry: repositoryFields.untaggedExpiry,
  })
  .meta({ id: 'ImageSource' });

/**
 * A zip object whose upload starts the pipeline.
 * @param what it has, as a sentence
 * @param key its key, where the config names none @default settings.zip
 */
export const objectFields = (what: string, key = 'settings.zip') => ({
  s3: matching(
    'must be an S3 bucket name: lower-case letters, digits, hyphens and dots, 3 to 63; {environment} stands for the environment',
    /^(?!xn--|sthree-|amzn-s3-demo-)(?!\d+\.\d+\.\d+\.\d+$)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)(?:[a-z0-9]|\.(?!\.)|-|\{environment\})+$/,
  ).describe('The S3 bucket. {environment} stands for the environment’s name.'),
  key: matching(
    "must be an object key of 1 to 1,000 letters, digits and ! - _ . ' ( ) / characters; {environment} stands for the environment",
    /^(?!\/)(?:[\w!.'()/-]|\{environment\}){1,1000}$/,
  )
    .prefault(key)
    .describe(`${what} {environment} stands for the environment’s name.`),
  existing: z
    .boolean()
    .prefault(false)
    .describe(
      'Whether the bucket is there already, versioned and sending its events to EventBridge. Otherwise the factory makes it.',
    ),
  trigger: z
    .enum(['eventbridge', 'cloudtrail'])
    .prefault('eventbridge')
    .describe(
      'What starts the pipeline: S3’s own "Object Created" event (eventbridge), or the API call as CloudTrail records it (cloudtrail; the factory makes the trail).',
    ),
});

/** The object with appspec.yaml and taskdef.json whose upload starts the pipeline. */
export const settingsSchema = z
  .strictObject(objectFields('The zip object with appspec.yaml and taskdef.json.'))
  .meta({ id: 'SettingsSource' });

/** The object with code whose upload starts the pipeline. */
export const codeSchema = z
  .strictObject(objectFields('The zip object with the code.', 'code.zip'))
  .meta({ id: 'CodeSource' });

/** Whose CI outside AWS may upload releases. */
export const ciSchema = z
  .strictObject({
    provider: z.enum(['gitlab', 'github']).describe('Who runs the CI: gitlab or github.'),
    repository: matching(
      'must be owner/name; of GitLab the whole path of the project',
      /^[\w.-]+(?:\/[\w.-]+)+$/,
    ).describe('The repository whose jobs may upload: owner/name, of GitLab the whole path of the project.'),
    branch: matching(
      'must be the name of a branch; {environment} stands for the environment',
      /^(?:[\w.@#+=,-]|\{environment\})+(?:\/(?:[\w.@#+=,-]|\{environment\})+)*$/,
    )
      .prefault('main')
      .describe('The only branch whose jobs may upload. {environment} stands for the environment’s name.'),
    url: matching(
      'must be an https URL without a path’s end in /',
      /^https:\/\/[a-z0-9.-]+(?::\d+)?(?:\/[\w.-]+)*$/,
    )
      .optional()
      .describe(
        'Where the identity tokens come from. Default: https://gitlab.com, https://token.actions.githubusercontent.com.',
      ),
    existingIdentityProvider: z
      .boolean()
      .prefault(false)
      .describe(
        'Whether the account has the OIDC identity provider already. Otherwise the factory makes it.',
      ),
  })
  .meta({ id: 'Ci' });
