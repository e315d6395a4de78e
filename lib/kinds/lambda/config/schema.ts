import { z } from 'zod';
import { artifactBuildSchema } from '../../../build/config/schema';
import { gateFields } from '../../../gates/config/schema';
import { gitSchema } from '../../../source/config/git-schema';
import { deploySchema } from './deploy-schema';
import { functionsSchema } from './functions-schema';

/** An entry of kind `lambda`, without the environments it is deployed to. */
export const lambdaSchema = z.strictObject({
  kind: z
    .literal('lambda')
    .describe(
      'The recipe the pipeline follows: lambda publishes versions of Lambda functions, and moves the traffic of an alias to them.',
    ),
  source: z
    .strictObject({ git: gitSchema.describe('The git repository, and what in it starts the pipeline.') })
    .describe('Where a release comes from.'),
  checks: gateFields.checks,
  build: artifactBuildSchema.describe(
    'How CodeBuild makes the code of the functions of a commit: your own buildspec, whose artifact has a folder or a zip for each.',
  ),
  functions: functionsSchema.describe(
    'The functions, by name, that are released and taken back together. The factory makes each, with its log group, its alias and an alarm.',
  ),
  deploy: deploySchema.prefault({}).describe('How the traffic moves to what is published.'),
});
