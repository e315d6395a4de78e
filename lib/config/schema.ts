import { z } from 'zod';
import { ACCOUNT, REGION } from './account-region';
import { connectionSchema } from './connection-schema';
import { LOG_DAYS } from './hardened';
import type { ConfigKind } from './kind';
import { DAY, distinct, duration, matching, namePart } from './schema-parts';
import { hasKeys, variationSchema } from './variation-schema';

/** How long CloudWatch Logs can keep events, in days. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** For suggestions and editors only: a region that is newer than this list is as good. */
const REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'sa-east-1',
  'eu-central-1',
  'eu-central-2',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-north-1',
  'eu-south-1',
  'eu-south-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-south-1',
  'ap-east-1',
  'af-south-1',
  'me-central-1',
  'me-south-1',
  'il-central-1',
  'mx-central-1',
];

const HARDENED = [
  'Whether the environment has what an auditor asks for: access logs of its buckets and load balancers and flow logs of its networks, kept for a year in a bucket of its own; deletion protection of its stacks and load balancers; its own KMS key for log groups; reserved concurrency for its functions; logs for a year; and, in its account and region, image tags that stay on their image, but for those that start pipelines and those that releases move.',
  'It costs what S3 and CloudWatch Logs take for what is logged, by the gigabyte, and a request to KMS for each batch of log events; there is no price by the hour.',
  'Each function reserves ten of the account’s concurrent executions, of which AWS keeps 100 unreserved: an account needs 100 and ten for each function.',
  '`cdk destroy` fails until deletion protection is switched off by hand.',
  'What is retained outlives the stacks only with `retain`.',
].join(' ');

/** One environment: where pipelines deploy. */
export const environmentSchema = z
  .strictObject({
    account: z
      .string({
        error: ({ input }) =>
          input === undefined ? undefined : 'must be twelve digits in quotes, for example "111111111111"',
      })
      .regex(ACCOUNT, 'must be twelve digits in quotes, for example "111111111111"')
      .describe(
        'The AWS account, twelve digits in quotes: without them YAML would read a number and drop leading zeros.',
      ),
    region: matching('must be an AWS region such as ap-northeast-1', REGION).meta({
      description: 'The AWS region, for example ap-northeast-1.',
      examples: REGIONS,
    }),
    retain: z
      .boolean()
      .prefault(false)
      .describe('Whether data (repositories, buckets) and log groups outlive `cdk destroy`.'),
    approvers: distinct(z.email('must be an e-mail address'), 0, 10)
      .prefault([])
      .describe(
        'E-mail addresses that are notified of approvals, failures and rollbacks, at most ten. Each must confirm the subscription once.',
      ),
    eventReaders: distinct(
      matching(
        'must be the ARN of an IAM role or user, in which * stands for any characters',
        /^arn:aws[a-z-]*:iam::[0-9]{12}:(role|user)\/[\w+=,.@*/-]{1,512}$/,
      ),
      0,
      20,
    )
      .prefault([])
      .describe(
        'The ARNs of the IAM roles and users, with * for any characters, that may read the queue of events that EventBridge could not deliver. Default: nobody, until it is changed.',
      ),
    hardened: z.boolean().prefault(false).describe(HARDENED),
    logRetention: duration(DAY, 'days', 1, 3653)
      .refine(
        (days) => RETENTIONS.includes(days),
        `must be one of CloudWatch's choices: ${RETENTIONS.join('d, ')}d`,
      )
      .optional()
      .describe(
        'How long log groups keep their events: one of the periods that CloudWatch Logs offers, in days. Default: 30d; 365d where the environment is hardened, which takes no less.',
      ),
  })
  .refine(({ hardened, logRetention }) => !hardened || (logRetention ?? LOG_DAYS) >= LOG_DAYS, {
    path: ['logRetention'],
    error: `must be at least ${LOG_DAYS}d where hardened is true`,
  });

/** The schemas of a file whose pipelines are of certain kinds. */
export interface ConfigSchemas {
  /** The whole file: it validates, fills defaults in, and makes the editors' JSON Schema. */
  readonly file: z.ZodType;
  /** An entry under `pipelines:`, whose `kind` selects the schema. */
  readonly entry: z.ZodType;
  /** What an entry is in one environment, once its variation is laid over it. */
  merged(kind: ConfigKind): z.ZodType<Record<string, unknown>>;
}

/** The schemas of a file, made once for each list of kinds. @param kinds at least one */
export function configSchemas(kinds: readonly ConfigKind[]): ConfigSchemas {
  const known = made.get(kinds) ?? makeSchemas(kinds);
  made.set(kinds, known);
  return known;
}

const made = new WeakMap<readonly ConfigKind[], ConfigSchemas>();

function makeSchemas(kinds: readonly ConfigKind[]): ConfigSchemas {
  const [first, ...others] = kinds.map((kind) => withRules(entryOf(kind), kind));
  if (!first) throw new Error('kinds must name at least one, got: none');
  const entry = z.discriminatedUnion('kind', [first, ...others]);
  const merged = new Map(kinds.map((kind) => [kind, withRules(kind.schema, kind)]));
  return {
    entry,
    file: fileSchema(entry),
    merged(kind) {
      const schema = merged.get(kind);
      if (!schema) throw new Error(`kind must be one of the file's, got: ${kind.name}`);
      return schema;
    },
  };
}

function withRules(schema: z.ZodObject, kind: ConfigKind): z.ZodObject {
  return kind.rules ? schema.check((payload) => kind.rules?.(payload)) : schema;
}

const DIFFERS = 'What differs in this environment; the rest is as in the entry.';

/** A kind's entry with the environments it is deployed to: each may change every key but the kind. */
function entryOf({ schema, variationHelp = {}, approvals }: ConfigKind): z.ZodObject {
  const changeable = schema.omit({ kind: true });
  const help = Object.entries<z.core.$ZodType>(changeable.shape)
    .filter(([, value]) => hasKeys(value))
    .map(([key]) => [key, [DIFFERS, ...(variationHelp[key] ? [variationHelp[key]] : [])].join(' ')] as const);
  const variation = variationSchema(changeable, Object.fromEntries(help))
    .extend({
      approval: approvalSchema(approvals)
        .prefault(false)
        .describe([APPROVAL, ...(approvals ? [approvals.help] : [])].join(' ')),
    })
    .nullable()
    .describe('One pipeline: this entry in this environment. {} changes nothing.');
  return schema.extend({
    environments: z
      .record(namePart(), variation)
      .refine((environments) => Object.keys(environments).length > 0, 'must name at least one environment')
      .describe(
        'The environments this is deployed to, in order. Each makes one pipeline, <prefix>-<pipeline>-<environment>.',
      ),
  });
}

const APPROVAL = 'Whether a person must agree before the deployment, seeing what is about to go live.';

function approvalSchema(approvals: ConfigKind['approvals']) {
  return approvals
    ? z.union([
        z.boolean(),
        z.enum(approvals.forms, { error: () => `must be true, false or ${approvals.forms.join(' or ')}` }),
      ])
    : z.boolean();
}

const fileSchema = (entry: z.ZodType) =>
  z
    .strictObject({
      prefix: namePart()
        .max(16)
        .describe('What the name of every resource starts with, so that several factories fit one account.'),
      environments: z
        .record(
          namePart(),
          environmentSchema.describe('An environment: an account and region that pipelines deploy to.'),
        )
        .refine((environments) => Object.keys(environments).length > 0, 'must have at least one environment')
        .describe('Where pipelines deploy, by name.'),
      connections: z
        .record(
          namePart(),
          connectionSchema.describe(
            'A connection to a git host, which a person authorizes once in the console.',
          ),
        )
        .prefault({})
        .describe('How git repositories outside AWS are reached, by name. Default: none.'),
      pipelines: z
        .record(
          namePart(),
          entry.describe('An application and how it is released. What a pipeline is depends on its kind.'),
        )
        .refine((pipelines) => Object.keys(pipelines).length > 0, 'must have at least one pipeline')
        .describe('What is released, by name. Each entry makes one pipeline in each of its environments.'),
    })
    .describe('Pipeline Factory: what is released, from where, to where.');
