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
   * EventBridge patterns of events that invoke it besides pipelines.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
   * @default - pipelines only
   */
  readonly events?: (scope: ActionFunctionScope) => readonly Readonly<Record<string, unknown>>[];
  /** Environment variables. @default - none */
  readonly variables?: (scope: ActionFunctionScope) => Readonly<Record<string, string>>;
}

/** Whose pipelines an action function works for. */
export interface ActionFunctionScope {
  /** The config's prefix. */
  readonly prefix: string;
  /** The environment's name. */
  readonly environment: string;
}
