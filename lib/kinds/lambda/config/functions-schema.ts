import { z } from 'zod';
import { securityGroupId, subnetId } from '../../../config/network-ids';
import {
  arn,
  distinct,
  duration,
  filePath,
  matching,
  namedBy,
  namePart,
  parameterName,
  SECOND,
  wholeNumber,
} from '../../../config/schema-parts';
import { REQUIRED } from '../../../config/schema-messages';
import { replacedWhole } from '../../../config/variation-schema';
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

const NO_SECRET =
  'is never kept in a variable, which everybody reads who may look at the function: have the function read it from Secrets Manager, with the right in policies';

/** https://docs.aws.amazon.com/lambda/latest/api/API_Environment.html */
const environmentSchema = z.record(
  matching(
    'must be a variable’s name as Lambda takes it: letters, digits and _, starting with a letter, at least two',
    /^[A-Za-z]\w+$/,
  ),
  replacedWhole(
    z
      .union([
        z.string(),
        z
          .strictObject({
            parameter: parameterName.describe(
              'The name of a parameter in Parameter Store, of type String or StringList, read by each release.',
            ),
            secret: z
              .never({ error: NO_SECRET })
              .optional()
              .describe('Never: the function reads a secret itself.'),
          })
          .describe('A value that is kept in Parameter Store.'),
      ])
      .describe('The value, or { parameter: … }. {environment} stands for the environment.')
      .meta({ id: 'FunctionVariable' }),
  ),
  namedBy('must be a mapping of names to values, such as { TABLE: quotes }'),
);

/** https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html */
const networkSchema = z
  .strictObject({
    subnets: distinct(subnetId, 1, 16).describe(
      'The ids of the subnets, in more than one zone where one may fail.',
    ),
    securityGroups: distinct(securityGroupId, 1, 5).describe('The ids of the security groups.'),
  })
  .meta({ id: 'FunctionNetwork' });

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html: managed policies of a role, without asking. */
const MAX_POLICIES = 10;

const policy = matching(
  'must be the name of a managed policy of AWS, such as AmazonDynamoDBReadOnlyAccess, or the ARN of a managed policy',
  /^(?:arn:aws[a-z-]*:iam::(?:aws|[0-9]{12}):policy\/)?(?:[\w+=,.@-]|\{environment\})+(?:\/(?:[\w+=,.@-]|\{environment\})+)*$/,
);

/** More than any account has; Lambda refuses what would leave fewer than 100 for the others. https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html */
const MAX_CONCURRENCY = 100_000;

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const existingFunction = matching(
  'must be the name of a function, of letters, digits, - and _, at most 64; {environment} stands for the environment',
  /^(?:[\w-]|\{environment\}){1,64}$/,
);

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
const functionSchema = z
  .strictObject({
    code: filePath.describe(
      'The path of the function’s code in what the build gives on, or in what is uploaded: a folder, which is zipped, or a .zip file; . is all of it.',
    ),
    existing: existingFunction
      .optional()
      .describe(
        'The name of a function that a stack of yours has made, with the alias. What is left out of its configuration stays as it is. Default: the factory makes the function.',
      ),
    handler: matching('must be a handler without spaces, at most 128 characters', /^\S{1,128}$/)
      .optional()
      .describe(
        'What Lambda calls: for Node.js and Python the file and the function in it, such as index.handler. Required, but for an existing function.',
      ),
    runtime: runtime
      .optional()
      .describe(
        'What the code runs on, by AWS’s identifier, such as nodejs24.x. Required, but for an existing function.',
      ),
    architecture: z
      .enum(['x86_64', 'arm64'])
      .optional()
      .describe('The instruction set that the code is built for. Default: x86_64.'),
    memory: wholeNumber(128, 10_240)
      .optional()
      .describe('Memory in MB, which CPU time goes by too. Default: 128.'),
    timeout: duration(SECOND, 'seconds', 1, 900)
      .optional()
      .describe('How long an invocation may take, 1s to 15m. Default: 3s.'),
    snapStart: z
      .boolean()
      .optional()
      .describe(
        'Whether Lambda starts versions from a snapshot that it takes once they are initialized: Java from 11, Python from 3.12, .NET from 8 on. Default: false.',
      ),
    environment: environmentSchema
      .optional()
      .describe(
        'Environment variables by name, at most 4 KB. A secret is never written here: have the function read it from Secrets Manager or Parameter Store, with the right in `policies`.',
      ),
    network: networkSchema
      .optional()
      .describe(
        'The network that the function reaches beside the internet: without it the function is in none. In it the internet is reached through its own gateway only.',
      ),
    reservedConcurrency: wholeNumber(0, MAX_CONCURRENCY)
      .optional()
      .describe(
        'How many invocations may run at once, of the account’s limit; nothing else of the account may use them. Default: as many as the account has left.',
      ),
    onFailure: arn('a standard queue of SQS or a standard topic of SNS', '(?:sqs|sns)', '[\\w-]+')
      .optional()
      .describe(
        'The ARN of the queue or topic that gets events which were sent to the alias asynchronously and failed to the end. Default: they are lost.',
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
  .check(({ value, issues }) => {
    const issue = (message: string, key: keyof typeof value) =>
      issues.push({ code: 'custom', message, path: [key], input: value[key] });
    const { role, policies, existing } = value;
    if (role !== undefined && policies !== undefined) issue(BESIDE_ROLE, 'policies');
    for (const key of REQUIRED_OF_OWN)
      if (existing === undefined && value[key] === undefined) issue(REQUIRED, key);
    for (const key of OWN_KEYS)
      if (existing !== undefined && value[key] !== undefined) issue(BESIDE_EXISTING, key);
  })
  .meta({ id: 'LambdaFunction' });

/** What the factory cannot know of a function that it makes. */
const REQUIRED_OF_OWN = ['handler', 'runtime'] as const;

/** What a function has that no release brings, so that the stack has it which makes the function. */
export const OWN_KEYS = ['role', 'policies', 'reservedConcurrency', 'onFailure'] as const;

const BESIDE_EXISTING =
  'goes with a function that the factory makes only: of an existing one it is for the stack that makes it';

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
