import { parse } from 'yaml';
import { z } from 'zod';
import { AwsError } from '../../kit/aws-error';

/** The lifecycle events at which an ECS deployment can call a function, in their order. */
const HOOKS = [
  'BeforeInstall',
  'AfterInstall',
  'AfterAllowTestTraffic',
  'BeforeAllowTraffic',
  'AfterAllowTraffic',
] as const;

export type Hook = (typeof HOOKS)[number];

const NETWORK = z.object({
  AwsvpcConfiguration: z.object({
    Subnets: z.array(z.string()).min(1),
    SecurityGroups: z.array(z.string()).optional(),
    AssignPublicIp: z.enum(['ENABLED', 'DISABLED']).optional(),
  }),
});

const PROPERTIES = z.object({
  TaskDefinition: z.string().min(1),
  LoadBalancerInfo: z.object({ ContainerName: z.string().min(1), ContainerPort: z.coerce.number().int() }),
  PlatformVersion: z.string().optional(),
  NetworkConfiguration: NETWORK.optional(),
  CapacityProviderStrategy: z
    .array(
      z.object({
        Base: z.coerce.number().optional(),
        CapacityProvider: z.string(),
        Weight: z.coerce.number().optional(),
      }),
    )
    .optional(),
});

const RESOURCE = z.object({ Type: z.literal('AWS::ECS::Service'), Properties: PROPERTIES });

/** https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure.html */
export const APP_SPEC_VERSION = z.coerce.number().refine((value) => value === 0, 'version must be 0.0');

const APP_SPEC = z.object({
  version: APP_SPEC_VERSION,
  Resources: z.array(z.record(z.string(), RESOURCE)).length(1, 'exactly one target service is allowed'),
  Hooks: z.array(z.partialRecord(z.enum(HOOKS), z.string().min(1))).optional(),
});

/** An AppSpec file for ECS: the properties of its only resource, and its hooks. */
export interface AppSpec extends z.infer<typeof PROPERTIES> {
  /** Names or ARNs of Lambda functions. */
  readonly hooks: Readonly<Partial<Record<Hook, string>>>;
}

/**
 * Reads an AppSpec file for ECS, YAML or JSON.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 * @throws AwsError `InvalidRevisionException` with the path of the part that is wrong, and the rule
 */
export function parseAppSpec(content: string): AppSpec {
  const { Resources, Hooks = [] } = parseSections(APP_SPEC, content);
  const [resource] = Object.values(Resources[0] ?? {});
  if (!resource) throw invalidAppSpec('The AppSpec file is not valid: Resources: no target service is named');
  return { ...resource.Properties, hooks: Object.assign({}, ...Hooks) as AppSpec['hooks'] };
}

/**
 * The sections of an AppSpec file, YAML or JSON, as a platform has them.
 * @throws AwsError `InvalidRevisionException` with the path of the part that is wrong, and the rule
 */
export function parseSections<Sections>(schema: z.ZodType<Sections>, content: string): Sections {
  const parsed = schema.safeParse(sections(content));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.length ? `${issue.path.join('.')}: ` : '';
  throw invalidAppSpec(`The AppSpec file is not valid: ${path}${issue?.message}`);
}

/** Accepts section names in lower case, too: AWS's own examples have both. */
function sections(content: string): unknown {
  let file: unknown;
  try {
    file = parse(content);
  } catch (error) {
    throw invalidAppSpec(`The AppSpec file could not be parsed: ${(error as Error).message.split('\n')[0]}`);
  }
  if (!file || typeof file !== 'object')
    throw invalidAppSpec('The AppSpec file could not be parsed: it is empty or no mapping');
  const { resources, hooks, ...rest } = file as Record<string, unknown>;
  return { ...(resources ? { Resources: resources } : {}), ...(hooks ? { Hooks: hooks } : {}), ...rest };
}

/** The error of a file that a deployment cannot follow. */
export const invalidAppSpec = (message: string): AwsError =>
  new AwsError('InvalidRevisionException', message);
