import { z } from 'zod';
import { APP_SPEC_VERSION, invalidAppSpec, parseSections } from './app-spec';

/** The lifecycle events at which a deployment of a function can call another one, in their order. */
const HOOKS = ['BeforeAllowTraffic', 'AfterAllowTraffic'] as const;

const VERSION = z.union([z.string(), z.number()]).transform(String);

const PROPERTIES = z.object({
  Name: z.string().min(1),
  Alias: z.string().min(1),
  CurrentVersion: VERSION,
  TargetVersion: VERSION,
});

const RESOURCE = z.object({ Type: z.literal('AWS::Lambda::Function'), Properties: PROPERTIES });

const FUNCTION_SPEC = z.object({
  version: APP_SPEC_VERSION,
  Resources: z.array(z.record(z.string(), RESOURCE)).length(1, 'exactly one function is allowed'),
  Hooks: z.array(z.partialRecord(z.enum(HOOKS), z.string().min(1))).optional(),
});

/** An AppSpec file for AWS Lambda: the properties of its only resource, and its hooks. */
export interface FunctionSpec extends z.infer<typeof PROPERTIES> {
  /** Names or ARNs of Lambda functions. */
  readonly hooks: Readonly<Partial<Record<(typeof HOOKS)[number], string>>>;
}

/**
 * Reads an AppSpec file for AWS Lambda, YAML or JSON.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html#reference-appspec-file-structure-resources-lambda
 * @throws AwsError `InvalidRevisionException` with the path of the part that is wrong, and the rule
 */
export function parseFunctionSpec(content: string): FunctionSpec {
  const { Resources, Hooks = [] } = parseSections(FUNCTION_SPEC, content);
  const [resource] = Object.values(Resources[0] ?? {});
  if (!resource) throw invalidAppSpec('The AppSpec file is not valid: Resources: no function is named');
  return { ...resource.Properties, hooks: Object.assign({}, ...Hooks) as FunctionSpec['hooks'] };
}
