import { z } from 'zod';
import { replacedWhole } from '../../config/variation-schema';
import { distinct, duration, MINUTE, namedBy, matching, parameterName } from '../../config/schema-parts';

const variable = replacedWhole(
  z
    .union([
      z.string().max(4096),
      z
        .strictObject({
          parameter: parameterName
            .optional()
            .describe('The name of a parameter in Parameter Store, read when the build starts.'),
          secret: matching(
            'must be secret, secret:json-key, secret:json-key:version-stage or secret:json-key:version-stage:version-id, the secret being a name or an ARN',
            /^(?:arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:)?(?:[\w/+=.@-]|\{environment\})+(?::[^:\s]*){0,3}$/,
          )
            .optional()
            .describe('A secret in Secrets Manager, and the JSON key in it: shop/token:password.'),
        })
        .refine(
          ({ parameter, secret }) => !parameter !== !secret,
          'must be a text, or a mapping with either parameter or secret',
        )
        .describe('A value that is kept in Parameter Store or Secrets Manager.'),
    ])
    .describe('The value, or { parameter: … }, or { secret: … }.')
    .meta({ id: 'BuildVariable' }),
);

/** A name that shells take. */
const variableName = matching(
  'must be a variable’s name: letters, digits and _, not starting with a digit',
  /^[A-Za-z_]\w*$/,
);

/** How long a build may wait for a machine. @param initial what it is where nobody says so */
export const queuedTimeout = (initial: string, more = '') =>
  duration(MINUTE, 'minutes', 5, 480)
    .prefault(initial)
    .describe(`How long a build may wait for a machine, 5m to 8h.${more && ` ${more}`}`);

/** What builds and checks run on and know. https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html */
export const buildSettingsFields = {
  image: matching(
    'must be the name of an image for Linux containers, without spaces',
    /^(?!aws\/codebuild\/(?:windows|macos|.*lambda))[\w./:@-]{1,512}$/,
  )
    .prefault('aws/codebuild/amazonlinux-x86_64-standard:5.0')
    .describe('The image that the build runs in.'),
  compute: z
    .enum(['small', 'medium', 'large', 'xlarge', '2xlarge'])
    .prefault('small')
    .describe('How large a machine the build runs on.'),
  privileged: z
    .boolean()
    .optional()
    .describe(
      'Whether docker runs in the build. Default: true for the factory’s own buildspec, otherwise false.',
    ),
  timeout: duration(MINUTE, 'minutes', 5, 2160)
    .prefault('1h')
    .describe('How long a build may take, 5m to 36h.'),
  queuedTimeout: queuedTimeout('30m'),
  cache: z
    .enum(['none', 'local', 's3'])
    .prefault('none')
    .describe(
      'What later builds find again: on the machine, if it is the same (local), or in the artifact bucket (s3).',
    ),
  environment: z
    .record(
      variableName,
      variable,
      namedBy('must be a mapping of names to values, such as { LOG_LEVEL: debug }'),
    )
    .prefault({})
    .describe(
      'Environment variables by name. A secret is never written here: name the parameter or secret that holds it.',
    ),
};

/** The settings with their defaults, where nothing is configured. */
export const buildSettingsSchema = z.strictObject(buildSettingsFields);

/** Names of variables that the build exports. */
export const variableNames = distinct(variableName, 0, 10);
