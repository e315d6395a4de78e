/**
 * One of our Lambda functions that a pipeline invokes as an action. An environment has it once, where one of its
 * pipelines uses it, and all of them share it.
 */
export interface ActionFunction {
  /** Its folder under `handlers/` and the end of its function name, in kebab-case. */
  readonly name: string;
  /** What it does, shown in the Lambda console. */
  readonly description: string;
  /**
   * The IAM actions that it needs with the role of the pipeline that it works for. Its session of that role may do nothing
   * else, and `lib/` grants the role nothing for it that is not here. On which resources, and under which conditions, is in
   * the role's own policy, because a session may do what both allow.
   * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
   */
  readonly roleActions: readonly string[];
  /**
   * MB. A function has as much of a processor as it has memory: all of one with 1,769.
   * https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
   * @default 256
   */
  readonly memory?: number;
  /**
   * EventBridge patterns of events that invoke it besides pipelines.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
   * @default - pipelines only
   */
  readonly events?: (scope: ActionFunctionScope) => readonly Readonly<Record<string, unknown>>[];
  /** Whether no pipeline invokes it, so that it answers no job. @default false */
  readonly eventsOnly?: true;
}

/** Environment variables of every action function: the config's prefix and the environment, whose pipelines it works for. */
export const OWNER_VARIABLES = { prefix: 'PREFIX', environment: 'ENVIRONMENT' } as const;

/** Whose pipelines an action function works for. */
export interface ActionFunctionScope {
  /** The config's prefix. */
  readonly prefix: string;
  /** The environment's name. */
  readonly environment: string;
}
