import { z } from 'zod';
import {
  arn,
  distinct,
  duration,
  filePath,
  matching,
  namedBy,
  namePart,
  SECOND,
  wholeNumber,
} from '../../../config/schema-parts';
import { deprecatedSince, RUNTIMES, RUNTIMES_AS_OF } from './runtimes';

/** https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html: two actions a function fit a stage many times over. */
const MAX_FUNCTIONS = 10;

const runtime = z.enum(RUNTIMES, {
  error({ input }) {
    const since = typeof input === 'string' ? deprecatedSince(input) : undefined;
    return since === undefined
      ? undefined
      : `must be a runtime that AWS supports: it deprecated this one on ${since}, as its table of ${RUNTIMES_AS_OF} has it`;
  },
});

/** https://docs.aws.amazon.com/lambda/latest/api/API_Environment.html */
const environmentSchema = z.record(
  matching(
    'must be a variable’s name as Lambda takes it: letters, digits and _, starting with a letter, at least two',
    /^[A-Za-z]\w+$/,
  ),
  z.string().describe('The value. {environment} stands for the environment.'),
  namedBy('must be a mapping of names to values, such as { TABLE: quotes }'),
);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: managed policies of a role, without asking. */
const MAX_POLICIES = 10;

const policy = matching(
  'must be the name of a managed policy of AWS, such as AmazonDynamoDBReadOnlyAccess, or the ARN of a managed policy',
  /^(?:arn:aws[a-z-]*:iam::(?:aws|[0-9]{12}):policy\/)?(?:[\w+=,.@-]|\{environment\})+(?:\/(?:[\w+=,.@-]|\{environment\})+)*$/,
);

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
const functionSchema = z
  .strictObject({
    code: filePath.describe(
      'The path of the function’s code in what the build gives on, or in what is uploaded: a folder, which is zipped, or a .zip file; . is all of it.',
    ),
    handler: matching('must be a handler without spaces, at most 128 characters', /^\S{1,128}$/).describe(
      'What Lambda calls: for Node.js and Python the file and the function in it, such as index.handler.',
    ),
    runtime: runtime.describe('What the code runs on, by AWS’s identifier, such as nodejs24.x.'),
    architecture: z
      .enum(['x86_64', 'arm64'])
      .prefault('x86_64')
      .describe('The instruction set that the code is built for.'),
    memory: wholeNumber(128, 10_240).prefault(128).describe('Memory in MB, which CPU time goes by too.'),
    timeout: duration(SECOND, 'seconds', 1, 900)
      .prefault('3s')
      .describe('How long an invocation may take, 1s to 15m.'),
    environment: environmentSchema
      .prefault({})
      .describe(
        'Environment variables by name, at most 4 KB. A secret is never written here: have the function read it from Secrets Manager or Parameter Store, with the right in `policies`.',
      ),
    role: arn('an IAM role', 'iam', 'role/[\\w+=,.@/-]+')
      .optional()
      .describe('The ARN of a role that is there already. Default: the factory makes one.'),
    policies: distinct(policy, 1, MAX_POLICIES)
      .optional()
      .describe(
        'Managed policies of the role that the factory makes: names of AWS’s own, or ARNs. Default: none, the function may write its log and nothing else.',
      ),
  })
  .check(({ value: { role, policies }, issues }) => {
    if (role !== undefined && policies !== undefined)
      issues.push({ code: 'custom', message: BESIDE_ROLE, path: ['policies'], input: policies });
  })
  .meta({ id: 'LambdaFunction' });

const BESIDE_ROLE = 'goes with the role that the factory makes only: role names one that is there already';

/** The functions that one release brings, by name. */
export const functionsSchema = z
  .record(
    namePart(),
    functionSchema.describe('A function: its code in what is built or uploaded, and its configuration.'),
    namedBy('must be a mapping of names to functions, such as { api: { code: dist/api, … } }'),
  )
  .refine((functions) => Object.keys(functions).length > 0, 'must have at least one function')
  .refine(
    (functions) => Object.keys(functions).length <= MAX_FUNCTIONS,
    `must have at most ${MAX_FUNCTIONS} functions: what is released together is taken back together`,
  );
