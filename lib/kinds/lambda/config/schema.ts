import { z } from 'zod';
import { artifactBuildSchema, verifySchema } from '../../../build/config/schema';
import { codeSchema, ciSchema } from '../../../source/config/uploads-schema';
import { gateFields } from '../../../gates/config/schema';
import { gitSchema } from '../../../source/config/git-schema';
import { deploySchema } from './deploy-schema';
import { functionsSchema } from './functions-schema';
import { CI_WITH_CODE, GIT_OR_CODE } from './rules';

const sourceSchema = z
  .strictObject({
    git: gitSchema.optional().describe('The git repository, and what in it starts the pipeline.'),
    code: codeSchema
      .optional()
      .describe(
        'The zip with the code of every function, in place of git; its upload starts the pipeline. It has a folder or a zip for each function, where `code` of the function says.',
      ),
    ci: ciSchema
      .optional()
      .describe(
        'Whose CI outside AWS uploads the code: the factory makes a role for it. Default: nobody is given a role.',
      ),
  })
  .check(({ value, issues }) => {
    const broken = (message: string, path: string[] = []) =>
      issues.push({ code: 'custom', message, path, input: value });
    const { git, code, ci } = value;
    if (!git === !code) broken(GIT_OR_CODE);
    else if (git && ci) broken(CI_WITH_CODE, ['ci']);
  })
  .meta({ id: 'LambdaSource' });

/** An entry of kind `lambda`, without the environments it is deployed to. */
export const lambdaSchema = z.strictObject({
  kind: z
    .literal('lambda')
    .describe(
      'The recipe the pipeline follows: lambda publishes versions of Lambda functions, and moves the traffic of an alias to them.',
    ),
  source: sourceSchema.describe(
    'Where a release comes from: a commit, or code that a team’s own CI uploads.',
  ),
  checks: gateFields.checks,
  build: artifactBuildSchema
    .optional()
    .describe(
      'How CodeBuild makes the code of the functions of a commit, only with a git source: your own buildspec, whose artifact has a folder or a zip for each.',
    ),
  environmentsAre: z
    .enum(['functions', 'aliases'])
    .prefault('functions')
    .describe(
      'What the environments of the entry are: functions of their own, or aliases of one function for all of them, which are in one account and region then. Not in an environment of the entry.',
    ),
  functions: functionsSchema.describe(
    'The functions, by name, that are released and taken back together. The factory makes each, with its log group, its alias and an alarm.',
  ),
  deploy: deploySchema.prefault({}).describe('How the traffic moves to what is published.'),
  verify: verifySchema
    .optional()
    .describe(
      'A buildspec that must pass once the traffic has moved: its path in the commit or in the uploaded zip, or a mapping. Where it fails, every alias goes back to the version that served before; an alias on $LATEST has none. off: nothing is run. Default: nothing is run.',
    ),
});
